"""The interface of a function as its text has it (spec 6.2), without running it."""

import ast

from .module_text import literal, unquoted
from .signature import HINT_TYPES, VALUE_TYPES, blank_signature, connections_only, default_of

_SCALARS = {kind.__name__: name for kind, name in VALUE_TYPES.items()}


def signature_in(module, function, owner, decorator):
    """`owner` is the class of a method; `decorator` the `@tool` of it, or None."""
    static = any(module.origin(item) == "staticmethod" for item in function.decorator_list)
    parameters, kwargs = parameters_in(module, function, owner is not None and not static)
    signature = blank_signature(function.name, owner.name if owner is not None else None, parameters)
    signature["kwargs"] = kwargs
    yields = any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in _own_nodes(function))
    signature["generator"] = yields
    signature["async"] = isinstance(function, ast.AsyncFunctionDef)
    for found in parameters:
        if found["type"] == ["prompt_template"] and signature["promptParameter"] is None:
            signature["promptParameter"] = found["name"]
    if owner is not None:
        for member in owner.body:
            if isinstance(member, ast.FunctionDef) and member.name == "__init__":
                signature["init"] = parameters_in(module, member, True)[0]
    if isinstance(decorator, ast.Call):
        for keyword in decorator.keywords:
            value = literal(keyword.value)
            if keyword.arg == "streaming_option_parameter":
                signature["streamingOption"] = value
            elif keyword.arg is not None and value is not None:
                signature["extra"][keyword.arg] = value
    return signature


def parameters_in(module, function, skip_self):
    """The parameters, and whether there is a `**kwargs`."""
    arguments = function.args
    named = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(named) - len(arguments.defaults)) + list(arguments.defaults)
    pairs = list(zip(named, defaults))[1 if skip_self else 0 :]
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults)
    return [_parameter(module, argument, default) for argument, default in pairs], arguments.kwarg is not None


def _parameter(module, argument, default):
    found = {
        "name": argument.arg,
        "type": ["object"],
        "default": None,
        "enum": None,
        "customType": None,
        "connection": False,
    }
    if argument.annotation is not None:
        _annotate(module, argument.annotation, found)
    if default is not None:
        found["default"] = _default(module, default)
        value = literal(default)
        if argument.annotation is None and type(value) in VALUE_TYPES:
            found["type"] = [VALUE_TYPES[type(value)]]
        elif argument.annotation is None and isinstance(default, ast.Attribute):
            _annotate(module, default.value, found)  # a member of an Enum
    if module.textual or isinstance(argument.annotation, ast.BinOp) or _is_text(argument.annotation):
        connections_only(found)
    return found


def _default(module, node):
    try:
        return default_of(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError):
        pass
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        members = module.members(node.value.id)
        if members and node.attr in members:
            return default_of(members[node.attr])
    return {"value": None, "shown": ast.unparse(node)}


def _annotate(module, node, found):
    """Sets the types of a parameter by its annotation."""
    node = unquoted(node)
    members = module.union(node)
    if members is not None:
        real = [member for member in members if not (isinstance(member, ast.Constant) and member.value is None)]
        if len(real) == 1:
            _annotate(module, real[0], found)
        else:
            names = [module.connection(member) for member in real]
            if names and all(names):
                found["type"], found["connection"] = names, True
        return
    name = module.origin(node).split(".")[-1]
    if isinstance(node, ast.Name) and node.id in _SCALARS and node.id not in module.classes:
        found["type"] = [_SCALARS[node.id]]
    elif name in module.classes and module.derives(module.classes[name], "CustomStrongTypeConnection"):
        found["type"], found["customType"], found["connection"] = ["CustomConnection"], [name], True
    elif module.members(name):
        found["type"], found["enum"] = ["string"], [str(value) for value in module.members(name).values()]
    elif module.connection(node):
        found["type"], found["connection"] = [name], True
    elif name in HINT_TYPES and module.origin(node).startswith("promptflow"):
        found["type"] = [HINT_TYPES[name]]


def _own_nodes(function):
    """Nodes of a function's own body, inner functions left out."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
