"""The interface of a loaded tool (spec 6.2), without `inspect` for ordinary functions: it is slow to import."""

import json
import sys

from .values import is_plain

VALUE_TYPES = {int: "int", float: "double", bool: "bool", str: "string", list: "list"}
HINT_TYPES = {
    "Secret": "secret",
    "PromptTemplate": "prompt_template",
    "FilePath": "file_path",
    "Image": "image",
    "AssistantDefinition": "assistant_definition",
}
NAMES = frozenset([*VALUE_TYPES.values(), *HINT_TYPES.values(), "object"])
GENERATOR, COROUTINE, ASYNC_GENERATOR = 0x20, 0x80, 0x200  # flags of code objects
MISSING = object()


def blank_signature(function, owner, parameters):
    """What the engine is told of a function (`ToolSignature`), all but names and parameters still to say."""
    return {
        "function": function,
        "className": owner,
        "async": False,
        "generator": False,
        "parameters": parameters,
        "init": [],
        "kwargs": False,
        "promptParameter": None,
        "streamingOption": None,
        "extra": {},
        "entry": None,
    }


def signature_of(function, owner=None):
    """`owner` is the ToolProvider class of a method."""
    from .tools import mark_of

    mark = mark_of(function)
    parameters, kwargs = parameters_of(function, skip_self=owner is not None and not is_static(owner, function.__name__))
    init = [] if owner is None else parameters_of(owner.__init__, skip_self=True)[0]
    flags = flags_of(function)
    prompt = next((p["name"] for p in parameters if p["type"] == ["prompt_template"]), None)
    return {
        **blank_signature(function.__name__, owner.__name__ if owner is not None else None, parameters),
        "async": bool(flags & (COROUTINE | ASYNC_GENERATOR)),
        "generator": bool(flags & (GENERATOR | ASYNC_GENERATOR)),
        "init": init,
        "kwargs": kwargs,
        "promptParameter": prompt,
        "streamingOption": mark.get("streaming_option_parameter"),
        "extra": json_only(mark.get("extra", {})),
    }


def is_static(owner, name):
    return isinstance(next((vars(one)[name] for one in owner.__mro__ if name in vars(one)), None), staticmethod)


def apply_meta(signature, meta):
    """A package says in its meta what the inputs are; that wins over the annotations (spec 6.5)."""
    inputs = meta.get("inputs") or {}
    for found in signature["parameters"] + signature["init"]:
        if found["name"] in inputs:
            _apply_input(found, inputs[found["name"]])
    signature["extra"] = {**json_only({key: meta[key] for key in meta if key not in _PLACES}), **signature["extra"]}


_PLACES = ("inputs", "module", "class_name", "function")


def _apply_input(found, given):
    types = given.get("type") or found["type"]
    found["type"] = [types] if isinstance(types, str) else list(types)
    found["connection"] = all(name not in NAMES for name in found["type"])
    if given.get("enum"):
        found["enum"] = [str(item) for item in given["enum"]]
    if given.get("custom_type"):
        found["customType"] = list(given["custom_type"])
    if "default" in given and found["default"] is None:
        found["default"] = default_of(given["default"])


def json_only(value):
    try:
        return json.loads(json.dumps(value, default=str))
    except (TypeError, ValueError):
        return {}


def unwrap(function):
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def flags_of(function):
    return getattr(getattr(unwrap(function), "__code__", None), "co_flags", 0)


def parameters_of(function, skip_self):
    """The parameters in order, and whether `**kwargs` is accepted. `*args` is left out."""
    function = unwrap(function)
    names, defaults, kwargs = names_of(function)
    if skip_self:
        names = names[1:]
    hints = _hints(function)
    written = getattr(function, "__annotations__", None) or {}
    found = [parameter(name, hints.get(name, MISSING), defaults.get(name, MISSING)) for name in names]
    for item in found:
        if isinstance(written.get(item["name"]), str) or is_bar_union(hints.get(item["name"])):
            connections_only(item)
    return found, kwargs


def names_of(function):
    code = getattr(function, "__code__", None)
    if code is None:
        return _names_by_inspect(function)
    count = code.co_argcount
    positional = code.co_varnames[:count]
    keyword = code.co_varnames[count : count + code.co_kwonlyargcount]
    values = function.__defaults__ or ()
    defaults = dict(zip(positional[count - len(values) :], values)) if values else {}
    defaults.update(function.__kwdefaults__ or {})
    return list(positional + keyword), defaults, bool(code.co_flags & 0x08)


def _names_by_inspect(function):
    import inspect

    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return ["self"], {}, False
    named = [p for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    defaults = {p.name: p.default for p in named if p.default is not p.empty}
    return [p.name for p in named], defaults, any(p.kind is p.VAR_KEYWORD for p in parameters)


def _hints(function):
    """The annotations, those written as text evaluated one by one; what cannot be evaluated stays text."""
    try:
        hints = dict(getattr(function, "__annotations__", None) or {})
    except Exception:  # Python 3.14 evaluates them here
        return {}
    space = getattr(function, "__globals__", {})
    for name, hint in hints.items():
        if isinstance(hint, str):
            try:
                hints[name] = eval(hint, space)  # as typing.get_type_hints does
            except Exception:
                pass
    return hints


def parameter(name, hint, default):
    found = {"name": name, "type": ["object"], "default": None, "enum": None, "customType": None, "connection": False}
    if hint is MISSING and default is not MISSING and default is not None:
        hint = type(default)
    if hint is not MISSING:
        _describe(hint, found)
    if default is not MISSING:
        found["default"] = default_of(default)
    return found


def connections_only(found):
    """
    The original reads no annotation that is written as text, and no `int | None`: such a parameter is an `object`, so
    its literals are cast as one. A connection is recognised all the same, since without it the tool could not work.
    """
    if not found["connection"]:
        found["type"], found["enum"] = ["object"], None


def is_bar_union(hint):
    types = sys.modules.get("types")
    return types is not None and isinstance(hint, getattr(types, "UnionType", ()))


def default_of(value):
    """Two keys: `value` (JSON text, null where JSON cannot hold it) and `shown`."""
    if _is_enum(type(value)):
        value = value.value
    shown = "" if value is None else _shown(value)
    return {"value": json.dumps(value) if is_plain(value) else None, "shown": shown}


def _shown(value):
    try:
        return str(value)
    except Exception:
        return ""


def _describe(hint, found):
    members = _members(hint)
    if members is not None:
        real = [member for member in members if member is not type(None)]
        if len(real) == 1:
            return _describe(real[0], found)
        if real and all(is_connection(member) for member in real):
            found["type"] = [member.__name__ for member in real]
            found["connection"] = True
        return None
    if not isinstance(hint, type):
        return None
    if hint in VALUE_TYPES:
        found["type"] = [VALUE_TYPES[hint]]
    elif is_connection(hint):
        found["connection"] = True
        if any(base.__name__ == "CustomStrongTypeConnection" for base in hint.__mro__[1:]):
            found["type"] = ["CustomConnection"]
            found["customType"] = [hint.__name__]
        else:
            found["type"] = [hint.__name__]
    elif _is_enum(hint):
        found["type"] = ["string"]
        found["enum"] = [str(member.value) for member in hint]
    else:
        for base in hint.__mro__:
            if base.__name__ in HINT_TYPES and base.__module__.startswith("promptflow"):
                found["type"] = [HINT_TYPES[base.__name__]]
                break
    return None


def _members(hint):
    """The members of a Union, written either way; None for everything else."""
    if is_bar_union(hint):
        return hint.__args__
    typing = sys.modules.get("typing")
    if typing is not None and getattr(hint, "__origin__", None) is typing.Union:
        return hint.__args__
    return None


def is_connection(hint):
    return isinstance(hint, type) and getattr(hint, "__millrace_connection__", False)


def _is_enum(hint):
    enum = sys.modules.get("enum")
    return enum is not None and isinstance(hint, enum.EnumMeta)
