"""A file of Python read as text: which names mean what, and which tools and classes it has."""

import ast
import json


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

    def connection(self, node):
        """The name of the connection class that an expression names, or None."""
        origin = self.origin(unquoted(node))
        name = origin.split(".")[-1]
        known = origin.startswith("promptflow") and name.endswith("Connection")
        return name if known or (name in self.classes and self.derives(self.classes[name], "CustomConnection")) else None

    def union(self, node):
        """The members of `A | B`, `Union[A, B]` and `Optional[A]`; None for anything else."""
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
                target, value = statement.targets[0], literal(statement.value)
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


def unquoted(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return node
    return node


def literal(node):
    """A literal that JSON can hold, else None."""
    try:
        value = ast.literal_eval(node)
        json.dumps(value)
        return value
    except (ValueError, TypeError, SyntaxError):
        return None
