"""Tools of installed packages: entry points of the group `package_tools` (spec 6.5), and our built-in ones."""

import sys

from . import errors

_found = None
# Their ids are ours: the shim stands in for the package.
_BUILTIN = "promptflow.tools."
_told = set()


def find_package_tool(name):
    """The meta of a tool. Raises LookupError with the error as a message for the engine."""
    tools = package_tools()
    if name in tools:
        return tools[name]
    heirs = [known for known, meta in tools.items() if name in (meta.get("deprecated_tools") or [])]
    if len(heirs) > 1:
        listed = ", ".join("'%s'" % heir for heir in heirs)
        raise LookupError(errors.simple("TOOL_ID_AMBIGUOUS", tools=listed, deprecated=name))
    if heirs:
        if name not in _told:
            _told.add(name)
            print("warning: tool %s is deprecated; use %s instead" % (name, heirs[0]), file=sys.stderr)
        return tools[heirs[0]]
    import difflib

    near = difflib.get_close_matches(name, tools, n=3, cutoff=0.5)
    listed = ", ".join(sorted(tools)) or "none"
    suggestion = ("Did you mean %s? " % " or ".join(near) if near else "") + (
        "Available: %s. Install the package that has it: %s -m pip install PACKAGE" % (listed, sys.executable)
    )
    raise LookupError(errors.simple("TOOL_NOT_FOUND", tool=name, suggestion=suggestion))


def package_tools():
    """All metas by tool id. A package that fails to say its tools is left out, with a warning on stderr."""
    global _found
    if _found is None:
        from promptflow.tools._builtin import TOOLS

        _found = {}
        for point in entry_points():
            if point.module == _BUILTIN + "list":
                continue  # of promptflow-tools: what the shim has of it is ours, the rest is added below
            try:
                own = point.load()()
            except Exception as error:
                print("warning: the package tools of %s cannot be read: %s" % (point.value, error), file=sys.stderr)
                continue
            _found.update({name: _of_package(meta, point) for name, meta in own.items()})
        _found.update({name: _with_indices(meta) for name, meta in TOOLS.items()})
        for name, meta in _installed_builtins().items():
            _found.setdefault(name, meta)
    return _found


def _installed_builtins():
    """Tools of an installed promptflow-tools that are not ours."""
    for point in entry_points():
        if point.module == _BUILTIN + "list":
            try:
                return {name: _of_package(meta, point) for name, meta in point.load()().items()}
            except Exception:
                return {}  # a version that needs more of the original than the shim has; ours are there all the same
    return {}


def _of_package(meta, point):
    found = _with_indices(dict(meta))
    package = getattr(point, "dist", None)
    if package is not None:
        found["package"] = package.metadata["Name"]
        found["package_version"] = package.version
    return found


def _with_indices(meta):
    """Inputs of a custom LLM tool know their place, except those that are made from others."""
    if meta.get("type") != "custom_llm":
        return meta
    inputs = {}
    index = 0
    for name, given in (meta.get("inputs") or {}).items():
        if given.get("input_type") == "uionly_hidden":
            inputs[name] = given
            continue
        inputs[name] = {**given, "ui_hints": {**(given.get("ui_hints") or {}), "index": index}}
        index += 1
    return {**meta, "inputs": inputs}


def entry_points():
    from importlib import metadata

    try:
        return list(metadata.entry_points(group="package_tools"))
    except TypeError:  # Python 3.9 does not say which package an entry point is of
        found = [(point, dist) for dist in metadata.distributions() for point in dist.entry_points]
        return [_Of(point, dist) for point, dist in found if point.group == "package_tools"]


class _Of:
    """An entry point with its package."""

    def __init__(self, point, dist):
        self.dist = dist
        self.value = point.value
        self.module = point.value.split(":")[0]
        self.load = point.load
