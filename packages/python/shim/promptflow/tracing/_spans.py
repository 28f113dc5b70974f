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
        import json

        return {
            "name": self.function,
            "type": self.kind,
            "inputs": {name: json.loads(shown(value)) for name, value in self.inputs.items()},
            "output": _output(self.output, shown),
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


def _output(value, shown):
    import json

    if isinstance(value, dict):
        return {str(key): json.loads(shown(item)) for key, item in value.items()}
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
    """Arguments by name, defaults included; `self` is left out."""
    import inspect

    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
    except TypeError:
        return dict(kwargs)
    bound.apply_defaults()
    values = {}
    for name, value in bound.arguments.items():
        kind = bound.signature.parameters[name].kind
        if name == "self":
            continue
        if kind is inspect.Parameter.VAR_KEYWORD:
            values.update(value)
        elif kind is not inspect.Parameter.VAR_POSITIONAL or value:
            values[name] = value
    return values
