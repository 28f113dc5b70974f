"""Tools of installed packages: entry points of the group `package_tools` (spec 6.5)."""

import sys

_found = None


def find_package_tool(name):
    """The meta of a tool. Raises LookupError, whose text says which there are."""
    tools = package_tools()
    if name in tools:
        return tools[name]
    for known, meta in tools.items():
        if name in (meta.get("deprecated_tools") or []):
            return package_tools()[known]
    import difflib

    near = difflib.get_close_matches(name, tools, n=3, cutoff=0.5)
    listed = ", ".join(sorted(tools)) or "none"
    raise LookupError(
        ("Did you mean %s? " % " or ".join(near) if near else "")
        + "Available: %s. Install the package that has it: %s -m pip install PACKAGE" % (listed, sys.executable)
    )


def package_tools():
    """All metas by tool id, our built-in ones included. A package that fails to say its tools is left out, with a
    warning on stderr."""
    global _found
    if _found is None:
        from promptflow.tools._builtin import TOOLS

        _found = dict(TOOLS)
        for point in _entry_points():
            try:
                _found.update(point.load()())
            except Exception as error:
                print("warning: the package tools of %s cannot be read: %s" % (point.value, error), file=sys.stderr)
    return _found


def _entry_points():
    from importlib.metadata import entry_points

    try:
        return list(entry_points(group="package_tools"))
    except TypeError:  # Python 3.9
        return list(entry_points().get("package_tools", ()))
