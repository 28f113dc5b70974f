"""The tree of traced calls of one node: the original's `api_calls` (spec 9.2)."""

import os
import time
from _contextvars import ContextVar

_current = ContextVar("promptflow_span", default=None)


def enabled():
    """Off unless `PF_DISABLE_TRACING` says otherwise, as in the original (spec 9.1)."""
    return os.environ.get("PF_DISABLE_TRACING", "true").lower() != "true"


def kind_of(function):
    return "async" if getattr(getattr(function, "__code__", None), "co_flags", 0) & 0x80 else "sync"


class Span:
    def __init__(self, function, inputs, parent):
        import uuid

        self.id = str(uuid.uuid4())
        self.function = getattr(function, "__qualname__", type(function).__name__)
        if self.function.endswith(".__call__"):
            self.function = self.function[: -len(".__call__")]
        self.inputs = inputs
        self.output = None
        self.parent = parent if isinstance(parent, Span) else None
        self.siblings = [] if parent is None else parent.spans
        self.node_name = parent.node if isinstance(parent, Root) else None
        self.kind = "Function"
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
        self.output = value
        return value

    def record(self, shown):
        """As a dict. `shown` gives the JSON text of a value."""
        return {
            "name": self.function,
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
            "system_metrics": {},
        }


def _plain(value, shown):
    """A value for the record: containers item by item, so that one strange item does not turn all into text."""
    import json

    if isinstance(value, dict):
        return {str(key): _plain(item, shown) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, shown) for item in value]
    return json.loads(shown(value))


def span(function, args, kwargs):
    return Span(function, _bound(function, args, kwargs), _current.get())


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
    if code.co_flags & 0x04:
        names.append(code.co_varnames[count + code.co_kwonlyargcount])
    values = {**dict(zip(names, args)), **kwargs}
    values.pop("self", None)
    return values


def _unwrapped(function):
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function
