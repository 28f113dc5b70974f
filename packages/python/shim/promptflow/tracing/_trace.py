import functools

from promptflow.tracing import _spans


class _Traced:
    """Stands for an iterator, whose other attributes stay reachable; its items are noted as they are taken."""

    def __init__(self, iterator, span):
        self._iterator = iterator
        self._span = span
        self._millrace_items = []

    def __getattr__(self, name):
        if name.startswith("_millrace"):
            raise AttributeError(name)
        return getattr(self._iterator, name)


class TracedIterator(_Traced):
    """What a traced function gives instead of an iterator while tracing is on: the same items."""

    def __iter__(self):
        return self

    def __next__(self):
        item = next(self._iterator)
        self._millrace_items.append(item)
        return item

    def __enter__(self):
        self._iterator.__enter__()
        return self

    def __exit__(self, *error):
        return self._iterator.__exit__(*error)


class TracedAsyncIterator(_Traced):
    """The same for an asynchronous iterator."""

    def __aiter__(self):
        return self

    async def __anext__(self):
        item = await self._iterator.__anext__()
        self._millrace_items.append(item)
        return item

    async def __aenter__(self):
        await self._iterator.__aenter__()
        return self

    async def __aexit__(self, *error):
        return await self._iterator.__aexit__(*error)


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

        traced.__millrace_untraced__ = function
        return traced

    return decorate if func is None else decorate(func)
