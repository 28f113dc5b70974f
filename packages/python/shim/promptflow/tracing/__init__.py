"""`@trace` and `start_trace`. Traced functions become children of their node's call (spec 9.2)."""

from promptflow.tracing._trace import start_trace, trace

__all__ = ["start_trace", "trace"]
