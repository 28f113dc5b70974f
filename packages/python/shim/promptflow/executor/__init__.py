"""What code imports from `promptflow.executor`. The engine executes flows; FlowExecutor asks it."""

from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

_PLACES = {"FlowExecutor": "promptflow.executor.flow_executor"}

__all__ = ["FlowExecutor"]


def __getattr__(name):
    import importlib

    if name in _PLACES:
        return getattr(importlib.import_module(_PLACES[name]), name)
    raise AttributeError("module 'promptflow.executor' has no attribute %r" % name)
