"""The meta of a script tool from its text alone: no code of it runs."""

import ast
import os

from .module_text import Module
from .tool_meta import icons, inputs_of

_SETTING = ("is_multi_select", "allow_manual_entry", "enabled_by", "enabled_by_value")


def meta_of_text(path, folder, signature):
    """As `tool_meta.meta_of`, without the name; settings as far as they are written as literals."""
    absolute = os.path.normpath(os.path.join(folder, path))
    with open(absolute, "rb") as file:
        module = Module(ast.parse(file.read()))
    function, owner, decorator = module.tools()[0]
    extra = signature["extra"]
    meta = {"type": extra.get("type") or "python"}
    inputs = inputs_of(signature)
    for name, setting in _settings(decorator, module, absolute).items():
        if name in inputs:
            inputs[name].update(setting)
    if inputs:
        meta["inputs"] = inputs
    description = extra.get("description") or ast.get_docstring(function) or ""
    if description:
        meta["description"] = description
    if owner is not None:
        meta["class_name"] = owner.name
    meta["source"] = path
    meta["function"] = function.name
    if signature["kwargs"]:
        meta["enable_kwargs"] = True
    own = ("name", "description", "type", "input_settings")
    meta.update({key: value for key, value in extra.items() if key not in own})
    icons(meta)
    return meta


def _settings(decorator, module, file):
    keywords = {item.arg: item.value for item in decorator.keywords} if isinstance(decorator, ast.Call) else {}
    given = keywords.get("input_settings")
    if not isinstance(given, ast.Dict):
        return {}
    found = {}
    for key, value in zip(given.keys, given.values):
        if isinstance(key, ast.Constant) and isinstance(value, ast.Call):
            found[key.value] = _setting(value, module, file)
    return found


def _setting(call, module, file):
    found = {}
    for item in call.keywords:
        if item.arg in ("dynamic_list", "generated_by"):
            continue  # what they need of the function is known when it is loaded
        try:
            found[item.arg] = ast.literal_eval(item.value)
        except ValueError:
            members = [_member(node, module) for node in getattr(item.value, "elts", [])]
            if members and None not in members:
                found[item.arg] = members
    ordered = {key: found.pop(key) for key in _SETTING if found.get(key) is not None}
    return {**ordered, **found}


def _member(node, module):
    """The value of a member of an Enum of this file, or of a literal."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return (module.members(node.value.id) or {}).get(node.attr)
    return None
