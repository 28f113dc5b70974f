class Tracer:
    """Named by older code; spans are recorded by `promptflow.tracing.trace`."""
