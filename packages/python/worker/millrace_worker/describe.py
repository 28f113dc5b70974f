"""The interface of a tool read from its source, without running it."""

import ast
import json
import os

from . import errors
from .interface import interface_problem
from .signature import HINT_TYPES, VALUE_TYPES, connections_only, default_of, parameter

_SCALARS = {kind.__name__: name for kind, name in VALUE_TYPES.items()}
_TYPES = {"bool": bool, "float": float, "int": int, "list": list, "str": str}


def describe(source, folder):
    """`{"signature": …, "error": None}` or the other way round, as `tools.prepare` answers."""
    if source["type"] == "entry":
        from .describe_entry import describe_entry

        return describe_entry(source["entry"], folder)
    if source["type"] != "code":
        return _describe_package(source)
    path = source["path"]
    absolute = os.path.normpath(os.path.join(folder, path))
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
    signature = module.signature(*found[0])
    problem = interface_problem(signature)
    if problem:
        return failure(errors.simple("TOOL_INTERFACE_INVALID", path=path, reason=problem))
    return {"signature": signature, "error": None}


def failure(message):
    return {"signature": None, "error": message}


def _describe_package(source):
    """Of a package tool its meta and its module's text are enough; it is not imported."""
    from .packages import find_package_tool
    from .signature import apply_meta

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
    return module.signature(function, owner, decorator)


def _of_meta(meta):
    parameters = [parameter(name, object, _default(given)) for name, given in (meta.get("inputs") or {}).items()]
    signature = blank_signature(meta["function"], meta.get("class_name"), parameters)
    signature["kwargs"] = True  # who knows
    if meta.get("type") == "custom_llm":
        signature["promptParameter"] = "prompt"
    return signature


def _default(given):
    from .signature import MISSING

    return given["default"] if "default" in given else MISSING


def blank_signature(function, owner, parameters):
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


class Module:
    """A parsed tool file: which names mean `tool`, and which classes are enums or connections."""

    def __init__(self, tree):
        self.statements = list(_statements(tree.body))
        self.origins = {}
        self.classes = {}
        self.functions = {}
        self.textual = any(
            isinstance(node, ast.ImportFrom)
            and node.module == "__future__"
            and any(alias.name == "annotations" for alias in node.names)
            for node in self.statements
        )
        for node in self.statements:
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self.origins[alias.asname or alias.name] = "%s.%s" % (node.module or "", alias.name)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    self.origins[alias.asname or alias.name.split(".")[0]] = (
                        alias.name if alias.asname else alias.name.split(".")[0]
                    )
            elif isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.functions[node.name] = node

    def origin(self, node):
        """The dotted name that an expression was imported as; its last part is what it is called there."""
        if isinstance(node, ast.Name):
            return self.origins.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            return "%s.%s" % (self.origin(node.value), node.attr)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        return ""

    def is_tool(self, node):
        origin = self.origin(node.func if isinstance(node, ast.Call) else node)
        return origin.startswith("promptflow") and origin.endswith(".tool")

    def tools(self):
        """`(function, class or None, the decorator)` of every tool defined here."""
        found = []
        for node in self.statements:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found.extend(self._decorated(node, None))
            elif isinstance(node, ast.ClassDef) and self.derives(node, "ToolProvider"):
                for member in node.body:
                    if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)):
                        found.extend(self._decorated(member, node))
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and self.is_tool(node.value):
                function = self._wrapped(node.value)
                if function is not None:
                    found.append((function, None, node.value))
        return found

    def _decorated(self, function, owner):
        for decorator in function.decorator_list:
            if self.is_tool(decorator):
                yield function, owner, decorator

    def _wrapped(self, call):
        argument = call.args[0] if call.args else None
        return self.functions.get(argument.id) if isinstance(argument, ast.Name) else None

    def derives(self, node, name):
        """Whether a class of this file derives from one of that name, here or elsewhere."""
        for base in node.bases:
            origin = self.origin(base).split(".")[-1]
            if origin == name or (origin in self.classes and self.derives(self.classes[origin], name)):
                return True
        return False

    def signature(self, function, owner, decorator):
        parameters, kwargs = self.parameters(function, owner is not None)
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
                    signature["init"] = self.parameters(member, True)[0]
        if isinstance(decorator, ast.Call):
            for keyword in decorator.keywords:
                value = _literal(keyword.value)
                if keyword.arg == "streaming_option_parameter":
                    signature["streamingOption"] = value
                elif keyword.arg is not None and value is not None:
                    signature["extra"][keyword.arg] = value
        return signature

    def parameters(self, function, skip_self):
        arguments = function.args
        named = arguments.posonlyargs + arguments.args
        defaults = [None] * (len(named) - len(arguments.defaults)) + list(arguments.defaults)
        pairs = list(zip(named, defaults))[1 if skip_self else 0 :]
        pairs += zip(arguments.kwonlyargs, arguments.kw_defaults)
        return [self._parameter(argument, default) for argument, default in pairs], arguments.kwarg is not None

    def _parameter(self, argument, default):
        found = {
            "name": argument.arg,
            "type": ["object"],
            "default": None,
            "enum": None,
            "customType": None,
            "connection": False,
        }
        if argument.annotation is not None:
            self._describe(argument.annotation, found)
        if default is not None:
            found["default"] = self._default(default)
            value = _literal(default)
            if argument.annotation is None and type(value) in VALUE_TYPES:
                found["type"] = [VALUE_TYPES[type(value)]]
            elif argument.annotation is None and isinstance(default, ast.Attribute):
                self._describe(default.value, found)  # a member of an Enum
        if self.textual or isinstance(argument.annotation, ast.BinOp) or _is_text(argument.annotation):
            connections_only(found)
        return found

    def _default(self, node):
        try:
            return default_of(ast.literal_eval(node))
        except (ValueError, TypeError, SyntaxError):
            pass
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            members = self.members(node.value.id)
            if members and node.attr in members:
                return default_of(members[node.attr])
        return {"value": None, "shown": ast.unparse(node)}

    def _describe(self, node, found):
        node = unquoted(node)
        members = self.union(node)
        if members is not None:
            real = [member for member in members if not (isinstance(member, ast.Constant) and member.value is None)]
            if len(real) == 1:
                self._describe(real[0], found)
            else:
                names = [self._connection(member) for member in real]
                if names and all(names):
                    found["type"], found["connection"] = names, True
            return
        name = self.origin(node).split(".")[-1]
        if isinstance(node, ast.Name) and node.id in _SCALARS and node.id not in self.classes:
            found["type"] = [_SCALARS[node.id]]
        elif name in self.classes and self.derives(self.classes[name], "CustomStrongTypeConnection"):
            found["type"], found["customType"], found["connection"] = ["CustomConnection"], [name], True
        elif self.members(name):
            found["type"], found["enum"] = ["string"], [str(value) for value in self.members(name).values()]
        elif self._connection(node):
            found["type"], found["connection"] = [name], True
        elif name in HINT_TYPES and self.origin(node).startswith("promptflow"):
            found["type"] = [HINT_TYPES[name]]

    def _connection(self, node):
        origin = self.origin(unquoted(node))
        name = origin.split(".")[-1]
        known = origin.startswith("promptflow") and name.endswith("Connection")
        return name if known or (name in self.classes and self.derives(self.classes[name], "CustomConnection")) else None

    def union(self, node):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return (self.union(node.left) or [node.left]) + (self.union(node.right) or [node.right])
        if isinstance(node, ast.Subscript):
            name = self.origin(node.value).split(".")[-1]
            inner = getattr(node.slice, "value", node.slice) if type(node.slice).__name__ == "Index" else node.slice
            if name == "Optional":
                return [inner]
            if name == "Union":
                return list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
        return None

    def members(self, name):
        """Names and values of an Enum class of this file."""
        node = self.classes.get(name)
        if node is None or not any(self.derives(node, kind) for kind in ("Enum", "IntEnum", "StrEnum")):
            return None
        members = {}
        for statement in node.body:
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                target, value = statement.targets[0], _literal(statement.value)
                if isinstance(target, ast.Name) and value is not None:
                    members[target.id] = value
        return members


def _statements(body):
    """Statements of the module's top level, those under `if`, `try` and `with` included."""
    for node in body:
        yield node
        for field in ("body", "orelse", "finalbody"):
            if isinstance(node, (ast.If, ast.Try, ast.With)):
                yield from _statements(getattr(node, field, []))
        if isinstance(node, ast.Try):
            for handler in node.handlers:
                yield from _statements(handler.body)


def _own_nodes(function):
    """Nodes of a function's own body, inner functions left out."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


def unquoted(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return node
    return node


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _literal(node):
    """A literal that JSON can hold, else None."""
    try:
        value = ast.literal_eval(node)
        json.dumps(value)
        return value
    except (ValueError, TypeError, SyntaxError):
        return None
