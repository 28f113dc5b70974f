"""The tree of traced calls of one node: the original's `api_calls` (spec 9.2)."""

import os
import time
from _contextvars import ContextVar

_current = ContextVar("promptflow_span", default=None)
_COUNTED = ("completion_tokens", "prompt_tokens", "total_tokens")


def enabled():
    """Off unless `PF_DISABLE_TRACING` says otherwise, as in the original (spec 9.1)."""
    return os.environ.get("PF_DISABLE_TRACING", "true").lower() != "true"


def kind_of(function):
    return "async" if getattr(getattr(function, "__code__", None), "co_flags", 0) & 0x80 else "sync"


class Span:
    """`name` and `kind` are those of a model call, whose function is told with its module."""

    def __init__(self, function, inputs, parent, name=None, kind="Function"):
        import uuid

        self.id = str(uuid.uuid4())
        self.function = getattr(function, "__qualname__", type(function).__name__)
        if self.function.endswith(".__call__"):
            self.function = self.function[: -len(".__call__")]
        self.name = name or self.function
        if name is not None:
            self.function = "%s.%s" % (function.__module__, self.function)
        self.inputs = inputs
        self.output = None
        self.parent = parent if isinstance(parent, Span) else None
        self.siblings = [] if parent is None else parent.spans
        self.node_name = parent.node if isinstance(parent, Root) else None
        self.kind = kind
        self.tokens = {}
        self.spans = []
        self.error = None
        self.start = time.time()
        self.end = self.start

    def __enter__(self):
        self.siblings.append(self)
        self._token = _current.set(self)
        return self

    def __exit__(self, _type, error, _traceback):
        _current.reset(self._token)
        self.end = time.time()
        if error is not None:
            self.error = {"message": str(error), "type": type(error).__name__}

    def result(self, value):
        """What the caller gets: an iterator passes through, so that its items become the output as they are taken."""
        self.output = value
        if hasattr(type(value), "__next__") and hasattr(type(value), "__iter__"):
            from promptflow.tracing._trace import TracedIterator

            self.output = value = TracedIterator(value, self)
        elif hasattr(type(value), "__anext__"):
            from promptflow.tracing._trace import TracedAsyncIterator

            self.output = value = TracedAsyncIterator(value, self)
        return value

    def count(self, usage):
        """Tokens of a model call, also for those that it was made in (spec 9.3)."""
        span = self
        while span is not None:
            for key in _COUNTED:
                if isinstance(usage.get(key), int):
                    span.tokens[key] = span.tokens.get(key, 0) + usage[key]
            span = span.parent

    def record(self, shown):
        """As a dict. `shown` gives the JSON text of a value."""
        return {
            "name": self.name,
            "type": self.kind,
            "inputs": {name: _plain(value, shown) for name, value in self.inputs.items()},
            "output": _plain(self.output, shown),
            "start_time": self.start,
            "end_time": self.end,
            "error": self.error,
            "children": [child.record(shown) for child in self.spans],
            "node_name": self.node_name,
            "parent_id": self.parent.id if self.parent is not None else "",
            "id": self.id,
            "function": self.function,
            "system_metrics": self.tokens,
        }


def _plain(value, shown):
    """A value for the record: containers item by item, so that one strange item does not turn all into text."""
    import json

    if isinstance(value, dict):
        return {str(key): _plain(item, shown) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, shown) for item in value]
    items = getattr(value, "_millrace_items", None)  # an iterator shows what has been taken of it
    if items is not None:
        return _plain(items, shown)
    own = _form(value)
    return _plain(own, shown) if own is not None else json.loads(shown(value))


def _form(value):
    """Classes that the original's records show by their fields: enums, times, dataclasses, pydantic models."""
    import sys

    kind = type(value)
    if hasattr(kind, "isoformat") and hasattr(kind, "hour"):
        return value.isoformat() + "Z"
    enum = sys.modules.get("enum")
    if enum is not None and isinstance(value, enum.Enum):
        return value.value
    if hasattr(kind, "__dataclass_fields__") and not hasattr(kind, "__millrace_connection__"):
        return {name: getattr(value, name) for name in kind.__dataclass_fields__}
    if hasattr(kind, "model_dump") and hasattr(kind, "model_fields"):
        return value.model_dump()
    return None


def span(function, args, kwargs, name=None, kind="Function", hidden=()):
    """Of one call. Inputs named in `hidden` are left out."""
    inputs = _bound(function, args, kwargs)
    for key in hidden:
        inputs.pop(key, None)
    return Span(function, inputs, _current.get(), name, kind)


class Recorded:
    """A traced call of a flow that this code called, as that flow's record has it."""

    def __init__(self, record, parent):
        self._record = dict(record, node_name=None, parent_id=getattr(parent, "id", ""))

    def record(self, _shown):
        return self._record


def graft(records):
    """Puts calls of another flow below the call that runs."""
    parent = _current.get()
    if parent is None:
        return
    for record in records:
        parent.spans.append(Recorded(record, parent))
        if isinstance(parent, Span):
            parent.count(record["system_metrics"])


class Root:
    """Collects the outermost spans of one node: `with Root(node) as root: …`, then `root.spans`."""

    def __init__(self, node):
        self.node = node
        self.spans = []

    def __enter__(self):
        self._token = _current.set(self)
        return self

    def __exit__(self, *_error):
        _current.reset(self._token)

    def record(self, shown):
        return [span.record(shown) for span in self.spans]


def _bound(function, args, kwargs):
    """Arguments by name, as the original pairs them: defaults and what `*args` takes beyond its first are left out."""
    code = getattr(_unwrapped(function), "__code__", None)
    if code is None:
        return dict(kwargs)
    count = code.co_argcount
    names = list(code.co_varnames[:count])
    only = code.co_kwonlyargcount
    if code.co_flags & 0x04:
        names.append(code.co_varnames[count + only])
    names.extend(code.co_varnames[count : count + only])  # seen on the original: what *args takes goes on here
    values = {**dict(zip(names, args)), **kwargs}
    values.pop("self", None)
    return values


def _unwrapped(function):
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function
