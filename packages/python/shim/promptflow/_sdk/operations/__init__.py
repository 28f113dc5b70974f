from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

from promptflow.client._flows import FlowOperations
from promptflow.client._runs import RunOperations

__all__ = ["FlowOperations", "RunOperations"]
