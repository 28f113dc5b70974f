from promptflow.entities._run import Run

__all__ = ["Run"]
