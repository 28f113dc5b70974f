from promptflow.tracing.contracts.trace import Trace, TraceType

__all__ = ["Trace", "TraceType"]
