"""Calling a function of a dynamic list or of a generated input (spec 6.4)."""

import json
import os

from .input_settings import WORKSPACE
from .signature import is_connection, names_of

SCENARIOS = ("generated_by", "reverse_generated_by", "dynamic_list")


def call(request):
    """`request`: scenario, function (`module.name` or `file:name`), inputs, connections by name, workspace or null.
    Raises the original's classes."""
    from promptflow._core._errors import RetrieveToolFuncResultError, RetrieveToolFuncResultValidationError

    scenario, path = request["scenario"], request["function"]
    if scenario not in SCENARIOS:
        raise RetrieveToolFuncResultValidationError(
            "There is no scenario %s; they are %s." % (scenario, ", ".join(SCENARIOS))
        )
    function = found(path, request["folder"])
    arguments = arguments_for(function, request)
    try:
        result = function(**arguments)
        if hasattr(result, "__await__"):
            import asyncio

            result = asyncio.run(_await(result))
    except Exception as error:
        raise RetrieveToolFuncResultError("Error when calling function %s: %s" % (path, error)) from error
    check(scenario, result)
    return result


async def _await(thing):
    return await thing


def found(path, folder):
    from promptflow._core._errors import FunctionPathValidationError

    try:
        file, colon, name = path.rpartition(":")
        if colon:
            from .tools import import_file

            absolute = os.path.normpath(os.path.join(folder, file))
            return getattr(import_file(file, absolute, folder), name)
        from importlib import import_module

        module, dot, name = path.rpartition(".")
        if not dot:
            raise ValueError("it names no module")
        return getattr(import_module(module), name)
    except Exception as error:
        detail = getattr(error, "message", None)
        text = detail["data"].get("detail", "") if isinstance(detail, dict) else str(error)
        raise FunctionPathValidationError(
            "There is no function %s (written module.function or file:function). %s" % (path, text)
        ) from error


def arguments_for(function, request):
    """The inputs that the function takes; names of connections where it wants the connection."""
    names, _, takes_all = names_of(function)
    given = {**request["inputs"], **(request.get("workspace") or {})}
    hints = getattr(function, "__annotations__", {})
    arguments = {}
    for name, value in given.items():
        if name not in names and not (takes_all and name in WORKSPACE):
            continue
        known = request["connections"].get(value) if isinstance(value, str) else None
        if known is not None and is_connection_hint(hints.get(name)):
            from promptflow.connections._build import build

            value = build(known, None, None)
        arguments[name] = value
    return arguments


def is_connection_hint(hint):
    kinds = getattr(hint, "__args__", None) or (hint,)
    return any(is_connection(kind) for kind in kinds)


def check(scenario, result):
    """Raises ListFunctionResponseError or RetrieveToolFuncResultValidationError for an answer of another shape."""
    from promptflow._core._errors import ListFunctionResponseError, RetrieveToolFuncResultValidationError

    if scenario == "generated_by":
        return
    if scenario == "reverse_generated_by":
        if not isinstance(result, dict):
            raise RetrieveToolFuncResultValidationError("reverse_generated_by must answer a dict, not %r." % (result,))
        return
    problem = list_problem(result)
    if problem:
        raise ListFunctionResponseError("dynamic_list response " + problem)


def list_problem(result):
    if result is None:
        return "can not be None."
    if not isinstance(result, list):
        return "must be a list, not %s." % type(result).__name__
    for item in result:
        if not isinstance(item, dict):
            return "must be a list of dict. %s is not a dict." % (item,)
        for key, value in item.items():
            if not isinstance(key, str):
                return "dict key must be a string. %s is not a string." % (key,)
            try:
                json.dumps(value)
            except (TypeError, ValueError):
                return "dict value %s is not json serializable." % (value,)
            if not isinstance(value, (str, int, float, list, dict)):
                return "dict value must be a string, int, float, list or dict. %s is not supported." % (value,)
        if "value" not in item:
            return "dict must have 'value' key."
    return None
