"""The interface of a tool read from its source, without running it."""

import ast
import os

from . import errors
from .interface import interface_problem
from .module_text import Module
from .signature import MISSING, apply_meta, blank_signature, parameter
from .written_signature import signature_in


def describe(source, folder):
    """`{"signature": …, "error": None}` or the other way round, as `tools.prepare` answers."""
    if source["type"] == "entry":
        from .describe_entry import describe_entry

        return describe_entry(source["entry"], folder)
    if source["type"] != "code":
        return _describe_package(source)
    path = source["path"]
    absolute = os.path.normpath(os.path.join(folder, path))
    problem = errors.unloadable(path, absolute)
    if problem:
        return failure(problem)
    try:
        with open(absolute, "rb") as file:
            tree = ast.parse(file.read(), filename=absolute)
    except (OSError, SyntaxError, ValueError) as error:
        return failure(errors.load_failed(error, path, absolute, folder))
    module = Module(tree)
    found = module.tools()
    if not found:
        return failure(errors.simple("TOOL_NOT_DEFINED", path=path))
    if len(found) > 1:
        names = ", ".join(function.name for function, _, _ in found)
        message = errors.simple(
            "TOOL_AMBIGUOUS", path=path, count=len(found), names=names, tool_count=len(found), tool_names=names
        )
        return failure(message)
    signature = signature_in(module, *found[0])
    problem = interface_problem(signature)
    if problem:
        return failure(errors.simple("TOOL_INTERFACE_INVALID", path=path, reason=problem))
    return {"signature": signature, "error": None}


def failure(message):
    return {"signature": None, "error": message}


def _describe_package(source):
    """Of a package tool its meta and its module's text are enough; it is not imported."""
    from .packages import find_package_tool

    try:
        meta = find_package_tool(source["tool"])
    except LookupError as error:
        return failure(error.args[0])
    signature = _of_module(meta) or _of_meta(meta)
    apply_meta(signature, meta)
    return {"signature": signature, "error": None}


def _of_module(meta):
    """The signature in the text of the module that the meta names; None where that does not show it."""
    from .find_module import text_of_module

    text = text_of_module(meta["module"])
    if text is None:
        return None
    try:
        module = Module(ast.parse(text))
    except (SyntaxError, ValueError):
        return None
    owner = module.classes.get(meta.get("class_name"))
    if meta.get("class_name"):
        members = owner.body if owner is not None else []
        functions = {node.name: node for node in members if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    else:
        functions = module.functions
    function = functions.get(meta["function"])
    if function is None:
        return None
    decorator = next((node for node in function.decorator_list if module.is_tool(node)), None)
    return signature_in(module, function, owner, decorator)


def _of_meta(meta):
    parameters = [parameter(name, object, _default(given)) for name, given in (meta.get("inputs") or {}).items()]
    signature = blank_signature(meta["function"], meta.get("class_name"), parameters)
    signature["kwargs"] = True  # who knows
    if meta.get("type") == "custom_llm":
        signature["promptParameter"] = "prompt"
    return signature


def _default(given):
    return given["default"] if "default" in given else MISSING
