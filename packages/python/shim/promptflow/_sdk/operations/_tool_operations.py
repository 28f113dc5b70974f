from promptflow.client._tools import ToolOperations

__all__ = ["ToolOperations"]
