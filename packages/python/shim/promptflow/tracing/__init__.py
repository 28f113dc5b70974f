"""`@trace` and `start_trace`. Traced functions become children of their node's call (spec 9.2)."""

from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

from promptflow.tracing._trace import start_trace, trace

__version__ = "1.18.5"

__all__ = ["ThreadPoolExecutorWithContext", "start_trace", "trace"]


def __getattr__(name):
    if name == "ThreadPoolExecutorWithContext":
        from promptflow.tracing._context_utils import ThreadPoolExecutorWithContext

        return ThreadPoolExecutorWithContext
    raise AttributeError("module 'promptflow.tracing' has no attribute %r" % name)
