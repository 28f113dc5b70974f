"""Assistant definitions: their tools loaded, and described as functions for a model (spec 6.7)."""

import re

_TYPES = {"int": "number", "double": "number", "bool": "boolean", "string": "string", "list": "array"}
_FIELD = re.compile(r"^\s*:(\w+)\s*([^:]*):\s?(.*)$")


def assistant(definition, folder):
    """The object that a tool gets for a definition, which is a dict."""
    from promptflow.contracts.types import AssistantDefinition
    from promptflow.executor._assistant_tool_invoker import AssistantToolInvoker

    made = AssistantDefinition.deserialize(definition)
    made._tool_invoker = AssistantToolInvoker([_tool(given, folder) for given in made.tools])
    return made


def _tool(given, folder):
    from promptflow.executor._assistant_tool_invoker import AssistantTool

    from .tools import load_package, load_script

    if given["type"] != "function":
        return AssistantTool(given["type"], {"type": given["type"]})
    source = given["source"]
    loaded = load_script(source, folder) if source.get("type", "code") == "code" else load_package(source)
    predefined = given.get("predefined_inputs") or {}
    values = {name: _predefined(name, value, loaded) for name, value in predefined.items()}
    definition = {"type": "function", "function": function_of(loaded, predefined)}
    return AssistantTool(loaded.function.__name__, definition, loaded.bound("", _NoInit()), values)


class _NoInit:
    """A class among an assistant's tools gets no arguments."""

    names = []

    def values(self):
        return {}


def _predefined(name, value, loaded):
    """Names of connections become the connections."""
    parameter = next((item for item in loaded.signature["parameters"] if item["name"] == name), None)
    if parameter is None or not parameter["connection"] or not isinstance(value, str):
        return value
    from promptflow import _engine
    from promptflow.connections._build import build

    return build(_engine.ask("connection", {"name": value}), parameter["customType"], loaded.module)


def function_of(loaded, predefined):
    """OpenAI's description of a function, from signature and docstring, without what is fixed."""
    from inspect import getdoc

    from .signature import unwrap

    text, described = parse_docstring(getdoc(unwrap(loaded.function)) or "")
    properties = {}
    required = []
    for item in loaded.signature["parameters"]:
        name = item["name"]
        if name in predefined:
            continue
        properties[name] = {"type": _TYPES.get(item["type"][0], "object"), "description": described.get(name, "")}
        if item["enum"]:
            properties[name]["enum"] = list(item["enum"])
        if item["default"] is None:
            required.append(name)
    return {
        "name": loaded.function.__name__,
        "description": text,
        "parameters": {"type": "object", "properties": properties, "required": required},
    }


def parse_docstring(text):
    """What comes before the first field, and the text of each `:param name:`.

    A first line that is all, but for a blank line before the fields, keeps its end (seen on the original)."""
    opening, described, target = [], {}, None
    in_fields = False
    for line in text.splitlines():
        found = _FIELD.match(line)
        if found:
            in_fields = True
            kind, names, rest = found.groups()
            target = names.split()[-1] if kind in ("param", "parameter", "arg") and names else None
            if target is not None:
                described[target] = [rest]
        elif not in_fields:
            opening.append(line)
        elif target is not None and line.strip():
            described[target].append(line.strip())
    before = "\n".join(opening)
    text = before.strip()
    if "\n" not in text and in_fields and before.endswith("\n"):
        text += "\n"
    return text, {name: "\n".join(lines).strip() for name, lines in described.items()}
