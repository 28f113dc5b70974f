"""The interface of an entry read from its source, without running it."""

import ast
import os

from . import errors
from .describe import failure
from .entry_signature import COMPLEX, RETURNS
from .module_text import Module, unquoted
from .signature import blank_signature
from .written_signature import parameters_in

UNKNOWN = {"signature": None, "error": None}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_OUTPUTS = {"str": "string", "int": "int", "float": "double", "bool": "bool", "list": "list", "dict": "object"}


class _Unclear(Exception):
    """The interface is not plain to see: it comes from elsewhere, or is made while the module runs."""


class _Refused(Exception):
    pass


def describe_entry(entry, folder):
    """As `describe`; with neither signature nor error where only running the code would tell."""
    name, _, attribute = entry.partition(":")
    path = _file_of(name, folder)
    if path is None:
        if os.path.isdir(os.path.join(folder, name.split(".")[0])) or not _is_installed(name):
            missing = ModuleNotFoundError("No module named %r" % name, name=name)
            return failure(errors.entry_load_failed(missing, entry, folder))
        return UNKNOWN
    try:
        return {"signature": _find(path, attribute, folder, 0), "error": None}
    except _Unclear:
        return UNKNOWN
    except _Refused as error:
        return failure(errors.simple("ENTRY_INVALID", entry=entry, reason=str(error)))
    except (OSError, SyntaxError, ValueError) as error:
        return failure(errors.entry_load_failed(error, entry, folder))


def _file_of(name, folder):
    base = os.path.join(folder, *name.split("."))
    return next((path for path in (os.path.join(base, "__init__.py"), base + ".py") if os.path.isfile(path)), None)


def _is_installed(name):
    from importlib.util import find_spec

    try:
        return find_spec(name.split(".")[0]) is not None
    except (ImportError, ValueError):
        return False


def _find(path, attribute, folder, depth):
    with open(path, "rb") as file:
        module = Module(ast.parse(file.read(), filename=path))
    if attribute in module.functions:
        function = module.functions[attribute]
        return _signature(module, function, None)
    if attribute in module.classes:
        owner = module.classes[attribute]
        return _signature(module, _method(module, owner, "__call__"), owner)
    origin = module.origins.get(attribute)
    if origin is not None and depth < 8:
        name, _, inner = origin.rpartition(".")
        file = _file_of(name, folder)
        if file is not None:
            return _find(file, inner, folder, depth + 1)
        raise _Unclear
    if "*" in module.origins or _is_assigned(module, attribute):
        raise _Unclear
    raise _Refused("the module has no %s" % attribute)


def _is_assigned(module, name):
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for statement in module.statements
        for node in ast.walk(statement)
    )


def _method(module, owner, name, required=True):
    """A method of a class of this file, or of a base class of it that is in this file too."""
    for member in owner.body:
        if isinstance(member, _FUNCTIONS) and member.name == name:
            return member
    for base in owner.bases:
        known = module.classes.get(base.id) if isinstance(base, ast.Name) else None
        if known is not None:
            found = _method(module, known, name, required=False)
            if found is not None:
                return found
        elif not (isinstance(base, ast.Name) and base.id == "object"):
            raise _Unclear
    if required:
        raise _Refused("the class %s has no method %s" % (owner.name, name))
    return None


def _signature(module, function, owner):
    if function.decorator_list and not all(_is_plain(module, item) for item in function.decorator_list):
        raise _Unclear
    method = owner is not None
    parameters, kwargs = parameters_in(module, function, method)
    signature = blank_signature(owner.name if method else function.name, owner.name if method else None, parameters)
    signature["kwargs"] = kwargs
    _check(module, function, parameters)
    count = None
    if method:
        if owner.decorator_list:
            raise _Unclear  # a dataclass has a constructor that is nowhere to be read
        made = _method(module, owner, "__init__", required=False)
        if made is not None:
            signature["init"] = parameters_in(module, made, True)[0]
            _check(module, made, signature["init"])
        aggregate = _method(module, owner, "__aggregate__", required=False)
        if aggregate is not None:
            static = any(module.origin(item) == "staticmethod" for item in aggregate.decorator_list)
            given = aggregate.args
            count = len(given.posonlyargs + given.args + given.kwonlyargs) - (0 if static else 1)
            count += (given.vararg is not None) + (given.kwarg is not None)
    signature["entry"] = {"outputs": _outputs(module, function), "aggregation": count}
    return signature


def _is_plain(module, decorator):
    """Whether a decorator leaves the interface as it is."""
    origin = module.origin(decorator.func if isinstance(decorator, ast.Call) else decorator)
    return origin.startswith("promptflow") and origin.split(".")[-1] in ("trace", "tool")


def _check(module, function, parameters):
    found = {item["name"]: item for item in parameters}
    arguments = function.args
    for argument in arguments.posonlyargs + arguments.args + arguments.kwonlyargs:
        item = found.get(argument.arg)
        if item is None or argument.annotation is None:
            continue
        kind = _first(module, argument.annotation)
        configurations = _configurations(module, kind)
        if configurations:
            item["type"] = configurations
        elif isinstance(argument.annotation, ast.BinOp) or (
            item["type"] == ["object"] and (module.textual or not _is_name(kind, "dict"))
        ):
            if not _is_plain_to_see(module, kind):
                raise _Unclear
            raise _Refused(COMPLEX % ("input", argument.arg))


def _first(module, node):
    members = module.union(node) if isinstance(node, ast.Subscript) else None
    real = [member for member in members or [] if not (isinstance(member, ast.Constant) and member.value is None)]
    return real[0] if len(real) == 1 else node


def _configurations(module, node):
    members = (module.union(node) if isinstance(node, ast.Subscript) else None) or [node]
    names = [module.origin(member).split(".")[-1] for member in members]
    return names if all(name.endswith("ModelConfiguration") for name in names) else []


def _is_name(node, name):
    return isinstance(node, ast.Name) and node.id == name


def _outputs(module, function):
    if function.returns is None:
        return [{"name": "output", "type": "string"}]
    kind = _first(module, function.returns)
    if _is_name(kind, "str") and not module.textual:
        return [{"name": "output", "type": "string"}]
    owner = module.classes.get(kind.id) if isinstance(kind, ast.Name) else None
    if owner is None:
        if not _is_plain_to_see(module, kind):
            raise _Unclear
        raise _Refused(RETURNS % ast.unparse(kind))
    if any(module.origin(base).split(".")[-1] not in ("TypedDict", "object") for base in owner.bases):
        raise _Unclear  # fields of the base classes are fields, too
    if not owner.decorator_list and not owner.bases:
        raise _Refused(RETURNS % owner.name)
    return [
        _output(module, node.target.id, node.annotation)
        for node in owner.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]


def _is_plain_to_see(module, node):
    """Whether a name surely means what it says: a builtin, a type of `typing`, a class of this file. Others may be aliases."""
    import builtins

    if isinstance(node, ast.Subscript):
        return _is_plain_to_see(module, node.value)
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return True
    if isinstance(node, ast.Name) and node.id not in module.origins:
        owner = module.classes.get(node.id)
        if owner is not None:
            return all(isinstance(base, ast.Name) and hasattr(builtins, base.id) for base in owner.bases)
        return hasattr(builtins, node.id) and not _is_assigned(module, node.id)
    return module.origin(node).startswith(("typing.", "collections."))


def _output(module, name, annotation):
    kind = unquoted(_first(module, annotation))
    if isinstance(kind, ast.Name) and kind.id in _OUTPUTS and not module.textual:
        return {"name": name, "type": _OUTPUTS[kind.id]}
    if not _is_plain_to_see(module, kind):
        raise _Unclear
    raise _Refused(COMPLEX % ("output", name))
