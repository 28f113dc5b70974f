"""The interface of an entry (spec 1.3): inputs, constructor arguments and outputs, by its annotations."""

import sys

from .signature import MISSING, VALUE_TYPES, blank_signature, is_bar_union, is_static, names_of, parameter, unwrap

# As in `inspect`, which takes its time to import.
VARARGS, VARKEYWORDS = 0x04, 0x08


class InterfaceError(Exception):
    """Something that the interface of a flow cannot say."""


def entry_signature(function, owner, loose=False):
    """The signature as of a tool, with what only entries have. Raises InterfaceError, not for annotations if `loose`."""
    if owner is not None and not hasattr(function, "__code__") and not hasattr(function, "__wrapped__"):
        raise InterfaceError("the class %s has no method __call__" % owner.__name__)
    made = getattr(owner, "__init__", None) if owner is not None else None
    parameters, kwargs = _parameters(function, owner is not None and not is_static(owner, "__call__"), loose)
    name = None if owner is None else owner.__name__
    return {
        **blank_signature(name or function.__name__, name, parameters),
        "init": [] if made in (None, object.__init__) else _parameters(made, True, loose)[0],
        "kwargs": kwargs,
        "entry": {"outputs": [] if loose else _outputs(function), "aggregation": aggregation(owner)},
    }


def aggregation(owner):
    """How many parameters `__aggregate__` has besides self, `*args` and `**kwargs` being one each, or None."""
    method = getattr(owner, "__aggregate__", None)
    code = getattr(unwrap(method), "__code__", None)
    if code is None:
        return None
    own = 0 if is_static(owner, "__aggregate__") else 1
    starred = bool(code.co_flags & VARARGS) + bool(code.co_flags & VARKEYWORDS)
    return code.co_argcount - own + code.co_kwonlyargcount + starred


def _parameters(function, skip_self, loose):
    function = unwrap(function)
    names, defaults, kwargs = names_of(function)
    hints = getattr(function, "__annotations__", None) or {}
    port = parameter if loose else _port
    names = names[1:] if skip_self else names
    return [port(name, hints.get(name, MISSING), defaults.get(name, MISSING)) for name in names], kwargs


def _port(name, hint, default):
    """Annotations that are no type of a flow's inputs are refused, those written as text too."""
    kind = _first(hint)
    found = parameter(name, kind, default)
    if hint is MISSING:
        return found
    configurations = _configurations(kind)
    if configurations:
        found["type"] = configurations
    elif (found["type"] == ["object"] and kind is not dict) or is_bar_union(hint):
        raise InterfaceError(COMPLEX % ("input", name))
    return found


COMPLEX = "the %s '%s' is of a complex python type; annotate it str, int, float, bool, list or dict"
RETURNS = "the return annotation must be a dataclass, a TypedDict or str, and it is %s"


def _first(hint):
    """`T` of `Optional[T]`."""
    typing = sys.modules.get("typing")
    if typing is None or getattr(hint, "__origin__", None) is not typing.Union:
        return hint
    real = [member for member in hint.__args__ if member is not type(None)]
    return real[0] if len(real) == 1 else hint


def _configurations(hint):
    """Names of the model configurations that an annotation names. Only one alone is made from a dict, as in the original."""
    members = getattr(hint, "__args__", None) or (hint,)
    is_configuration = [
        isinstance(member, type) and any(base.__name__ == "ModelConfiguration" for base in member.__mro__[1:])
        for member in members
        if member is not type(None)
    ]
    return [member.__name__ for member in members if member is not type(None)] if all(is_configuration) else []


def _outputs(function):
    hint = (getattr(unwrap(function), "__annotations__", None) or {}).get("return", MISSING)
    hint = _first(hint)
    if hint is MISSING or hint is str:
        return [{"name": "output", "type": "string"}]
    fields = getattr(hint, "__dataclass_fields__", None)
    if fields is not None:
        types = {name: field.type for name, field in fields.items()}
    elif hasattr(hint, "__total__") and isinstance(hint, type):
        types = hint.__annotations__
    else:
        raise InterfaceError(RETURNS % (hint,))
    return [_output(name, _first(kind)) for name, kind in types.items()]


def _output(name, kind):
    if kind is dict:
        return {"name": name, "type": "object"}
    if kind in VALUE_TYPES:
        return {"name": name, "type": VALUE_TYPES[kind]}
    raise InterfaceError(COMPLEX % ("output", name))
