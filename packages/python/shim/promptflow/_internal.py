"""Names that packages import from `promptflow._internal`."""

from promptflow._core.metric_logger import log_metric
from promptflow._core.tool import ToolInvoker, ToolProvider, tool
from promptflow._utils.logger_utils import bulk_logger, flow_logger, get_logger, logger
from promptflow.connections import register_connections
from promptflow.contracts.multimedia import Image
from promptflow.contracts.tool import ToolType, ValueType
from promptflow.contracts.types import PromptTemplate, Secret
from promptflow.tracing import trace

__all__ = [
    "Image",
    "PromptTemplate",
    "Secret",
    "ToolInvoker",
    "ToolProvider",
    "ToolType",
    "ValueType",
    "bulk_logger",
    "enable_cache",
    "flow_logger",
    "get_logger",
    "logger",
    "log_metric",
    "register_api_method",
    "register_apis",
    "register_builtin_method",
    "register_builtins",
    "register_connections",
    "tool",
    "trace",
]


def enable_cache(calculate_cache_func):
    """The engine caches by itself; the function stays as it is."""
    return lambda function: function


def register_builtins(provider):
    return provider


def register_apis(provider):
    return provider


def register_builtin_method(method):
    return method


def register_api_method(method):
    return method
