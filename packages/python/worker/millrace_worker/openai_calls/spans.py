"""Calls of the `openai` package among the traced calls of their node, while tracing is on (spec 9.2)."""

import functools

_CLASSES = {
    "Completions": ("sync", "LLM"),
    "AsyncCompletions": ("async", "LLM"),
    "Embeddings": ("sync", "Embedding"),
    "AsyncEmbeddings": ("async", "Embedding"),
}
_HIDDEN = ("api_key", "headers", "extra_headers")


def patch(module):
    """Follows `create` of the classes that are defined in this module."""
    from promptflow.tracing import _spans

    if not _spans.enabled():
        return
    for name, (way, kind) in _CLASSES.items():
        owner = vars(module).get(name)
        if isinstance(owner, type) and owner.__module__ == module.__name__:
            owner.create = _traced(owner.create, _name_of(module.__name__, kind, way), kind, way, _spans)


def _name_of(module, kind, way):
    what = "embeddings" if kind == "Embedding" else "chat" if ".chat." in module + "." else "completion"
    return "openai_%s%s" % (what, "_async" if way == "async" else "")


def _traced(create, name, kind, way, spans):
    if way == "async":

        @functools.wraps(create)
        async def traced(*args, **kwargs):
            with spans.span(create, args, kwargs, name, kind, _HIDDEN) as span:
                return _seen(span, await create(*args, **kwargs), kind)

    else:

        @functools.wraps(create)
        def traced(*args, **kwargs):
            with spans.span(create, args, kwargs, name, kind, _HIDDEN) as span:
                return _seen(span, create(*args, **kwargs), kind)

    return traced


def _seen(span, answer, kind):
    usage = getattr(answer, "usage", None)
    if kind == "LLM" and hasattr(usage, "model_dump"):
        span.count(usage.model_dump())
    return span.result(answer)
