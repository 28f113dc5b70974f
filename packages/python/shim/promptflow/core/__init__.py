"""`promptflow.core`: tools, metrics, connections, model configurations, flows and prompties as functions."""

from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

from promptflow._core.metric_logger import log_metric
from promptflow._core.tool import ToolProvider, tool

__version__ = "1.18.5"

_LAZY = {
    "Flow": "promptflow.core._flow",
    "AsyncFlow": "promptflow.core._flow",
    "Prompty": "promptflow.core._prompty",
    "AsyncPrompty": "promptflow.core._prompty",
    "AzureOpenAIModelConfiguration": "promptflow.core._model_configuration",
    "OpenAIModelConfiguration": "promptflow.core._model_configuration",
    "ModelConfiguration": "promptflow.core._model_configuration",
}

__all__ = ["ToolProvider", "log_metric", "tool", *_LAZY]


def __getattr__(name):
    import importlib

    if name == "log_flow_metric":
        return log_metric

    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    connections = importlib.import_module("promptflow.connections")
    if name.endswith("Connection") and hasattr(connections, name):
        return getattr(connections, name)
    raise AttributeError("module 'promptflow.core' has no attribute %r" % name)
