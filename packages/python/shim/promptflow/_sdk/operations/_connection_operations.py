from promptflow.client._connections import ConnectionOperations

__all__ = ["ConnectionOperations"]
