from promptflow.core._flow import LoadedFlow as Flow

__all__ = ["Flow"]
