"""`tool validate`: every tool of a package, of a script, or one function (surface 1.4)."""

import os
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location

from .packages import entry_points
from .signature import signature_of
from .tool_meta import MetaError, meta_of
from .tools import is_tool

INVALID = "Invalid source to validate tools."


def validate(source):
    """`{"total": n, "errors": [{message, function_name, location}]}`. Raises MetaError for what is no source of tools."""
    if os.path.isfile(source):
        tools = tools_in(script(source))
    elif is_package(source):
        tools = [tool for module in modules_of(source) for tool in tools_in(module)]
    else:
        tools = [one(source)]
    errors = []
    invalid = 0
    for function, owner in tools:
        messages = problems(function, owner)
        invalid += 1 if messages else 0
        location = sys.modules[function.__module__].__file__
        errors += [{"message": text, "function_name": function.__name__, "location": location} for text in messages]
    return {"total": len(tools), "invalid": invalid, "errors": errors}


def problems(function, owner):
    return meta_of(function, owner, signature_of(function, owner), None)[1]


def script(path):
    if not path.endswith(".py"):
        raise MetaError(INVALID)
    name = os.path.splitext(os.path.basename(path))[0]
    spec = spec_from_file_location(name, os.path.abspath(path))
    module = module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec.loader.exec_module(module)
    return module


def is_package(source):
    """A module that has no tool of that name, and can be imported as a whole."""
    try:
        module = import_module(source)
    except ModuleNotFoundError as error:
        if source == error.name or source.startswith("%s." % error.name):
            return False
        raise MetaError("Cannot find the package %s, %s." % (source, error)) from error
    except Exception as error:
        raise MetaError("Cannot find the package %s, %s." % (source, error)) from error
    if not any(point.value.split(":")[0].split(".")[0] == module.__name__ for point in entry_points()):
        raise MetaError("Invalid package tool.")
    return True


def modules_of(package):
    from pkgutil import walk_packages

    root = import_module(package)
    yield root
    for found in walk_packages(getattr(root, "__path__", []), package + "."):
        try:
            yield import_module(found.name)
        except Exception as error:
            raise MetaError("Cannot find the package %s, %s." % (package, error)) from error


def one(source):
    module, _, name = source.rpartition(".")
    try:
        function = getattr(import_module(module), name) if module else None
    except (ImportError, AttributeError, ValueError):
        function = None
    if function is None:
        raise MetaError(INVALID)
    if not is_tool(function):
        raise MetaError("%s is no tool: it is not decorated with @tool." % source)
    return function, None


def tools_in(module):
    """Functions and methods of ToolProvider classes that are defined in the module, by name."""
    found = []
    for name in sorted(vars(module)):
        value = vars(module)[name]
        if isinstance(value, type):
            continue
        if is_tool(value) and getattr(value, "__module__", None) == module.__name__:
            found.append((value, None))
    for name in sorted(vars(module)):
        value = vars(module)[name]
        if isinstance(value, type) and value.__module__ == module.__name__:
            if any(base.__name__ == "ToolProvider" for base in value.__mro__[1:]):
                found += [(member, value) for member in vars(value).values() if is_tool(member)]
    return found
