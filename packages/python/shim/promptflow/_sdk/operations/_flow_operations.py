from promptflow.client._flows import FlowOperations

__all__ = ["FlowOperations"]
