from promptflow.client._runs import RunOperations

__all__ = ["RunOperations"]
