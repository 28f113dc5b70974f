from promptflow.client._flows import FlowOperations
from promptflow.client._runs import RunOperations

__all__ = ["FlowOperations", "RunOperations"]
