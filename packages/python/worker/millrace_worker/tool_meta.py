"""The meta of a tool as the original writes it (spec 6.2, 6.4, 6.6), with what is wrong with it."""

import os

from .input_settings import Settings
from .interface import interface_problem
from .signature import json_only, unwrap
from .tools import mark_of

ICONS = ("icon", "icon_light", "icon_dark")
_OWN = ("name", "description", "type", "input_settings")


class MetaError(Exception):
    """The tool has no meta: its interface is wrong, or its icon is not there. `original` is the original's class."""

    def __init__(self, message, original="UserErrorException"):
        super().__init__(message)
        self.original = original


def meta_of(function, owner, signature, source):
    """`(meta, messages)`; icons are paths still. `source` is the file of a script tool, None for a package's."""
    extra = mark_of(function).get("extra", {})
    inputs = inputs_of(signature)
    messages = []
    if isinstance(extra.get("input_settings"), dict):
        messages += Settings(inputs, signature).apply(extra["input_settings"])
    meta = {"name": extra.get("name") or function.__name__, "type": _text(extra.get("type")) or "python"}
    if inputs:
        meta["inputs"] = inputs
    description = extra.get("description") or _doc(function)
    if description:
        meta["description"] = description
    if owner is not None:
        meta["class_name"] = owner.__name__
    if source is None:
        meta["module"] = function.__module__
    else:
        meta["source"] = source
    meta["function"] = function.__name__
    if signature["kwargs"]:
        meta["enable_kwargs"] = True
    meta.update({key: value for key, value in extra.items() if key not in _OWN})
    messages += icons(meta) + schema_problems(meta)
    return json_only(meta), messages


def inputs_of(signature):
    """Inputs of the constructor first. Raises MetaError for a name that is in both."""
    problem = interface_problem(signature)
    if problem:
        raise MetaError(problem, "BadFunctionInterface")
    return {item["name"]: input_meta(item) for item in signature["init"] + signature["parameters"]}


def input_meta(item):
    found = {"type": list(item["type"])}
    default = item["default"]
    if default is not None and default["shown"] != "":
        found["default"] = _raw(item) if item.get("enum") else default["shown"]
    if item.get("enum"):
        found["enum"] = list(item["enum"])
    return found


def _raw(item):
    """Of an Enum's member its value, whatever that is."""
    import json

    value = item["default"]["value"]
    return item["default"]["shown"] if value is None else json.loads(value)


def _text(kind):
    return getattr(kind, "value", kind)


def _doc(function):
    import inspect

    return inspect.getdoc(unwrap(function)) or ""


def icons(meta):
    if "icon" in meta and ("icon_light" in meta or "icon_dark" in meta):
        return ["Cannot provide both `icon` and `icon_light` or `icon_dark`."]
    if "icon" in meta:
        _must_exist(meta["icon"])
        return []
    pair = {key[5:]: meta.pop(key) for key in ICONS[1:] if key in meta}
    for path in pair.values():
        _must_exist(path)
    if pair:
        meta["icon"] = pair
    return []


def _must_exist(path):
    if not isinstance(path, (str, os.PathLike)) or not (str(path).startswith("data:") or os.path.exists(path)):
        raise MetaError("Cannot find the icon path %s." % path)


_KINDS = {"string": str, "object": dict, "array": list, "boolean": bool}
_SCHEMA = {
    "name": "string",
    "category": "string",
    "description": "string",
    "tags": "object",
    "deprecated_tools": "array",
}
_INPUT_SCHEMA = {
    "is_multi_select": "boolean",
    "allow_manual_entry": "boolean",
    "enabled_by": "string",
    "enabled_by_value": "array",
    "ui_hints": "object",
}


def schema_problems(meta):
    """The first field of a wrong kind, as a list."""
    for holder, path, schema in _holders(meta):
        for key, kind in schema.items():
            if key in holder and not isinstance(holder[key], _KINDS[kind]):
                return ["%r is not of type '%s' (%s%s)" % (holder[key], kind, path, key)]
    return []


def _holders(meta):
    yield meta, "", _SCHEMA
    for name, found in meta.get("inputs", {}).items():
        yield found, "inputs.%s." % name, _INPUT_SCHEMA
