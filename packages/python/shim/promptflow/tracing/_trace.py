import functools

from promptflow.tracing import _spans


def start_trace(*, resource_attributes=None, collection=None, **kwargs):
    """Accepted as in the original. The engine records spans itself and sends nothing anywhere."""


def trace(func=None):
    """Records calls of the function while tracing is on; returns it as it is while tracing is off."""

    def decorate(function):
        if not _spans.enabled():
            return function
        kind = _spans.kind_of(function)
        if kind == "async":

            @functools.wraps(function)
            async def traced(*args, **kwargs):
                with _spans.span(function, args, kwargs) as span:
                    return span.result(await function(*args, **kwargs))

        else:

            @functools.wraps(function)
            def traced(*args, **kwargs):
                with _spans.span(function, args, kwargs) as span:
                    return span.result(function(*args, **kwargs))

        return traced

    return decorate if func is None else decorate(func)
