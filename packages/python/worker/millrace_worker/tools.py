"""Loading tools: one module instance per node source."""

import os
import sys
from _thread import allocate_lock
from importlib.machinery import ModuleSpec, SourceFileLoader

from . import errors
from .interface import interface_problem
from .signature import COROUTINE, apply_meta, flags_of, signature_of

MODULE = "__pf_main__"


class LoadError(Exception):
    """Carries the message for the engine."""

    def __init__(self, message):
        super().__init__(message["code"])
        self.message = message


class Loader(SourceFileLoader):
    """Leaves no compiled copy beside the user's tool."""

    def set_data(self, path, data, *, _mode=0o666):
        return None


class Tool:
    """A loaded tool. `owner` is set for a method of a ToolProvider class."""

    def __init__(self, source, module, function, owner=None, meta=None):
        self.source = source
        self.module = module
        self.function = function
        self.owner = owner
        self.is_async = bool(flags_of(function) & COROUTINE)
        self.instances = {}
        self.signature = signature_of(function, owner)
        if meta is not None:
            apply_meta(self.signature, meta)
        self.prompt_parameter = self.signature["promptParameter"]
        self.assistants = [p["name"] for p in self.signature["parameters"] if p["type"] == ["assistant_definition"]]

    def finish(self, worker, call, value):
        """What a call answered, made ready for those who ask for it: of a tool, the value itself."""
        return value

    async def finish_async(self, call, value):
        return value

    def failed(self, error, node):
        return errors.call_failed(error, node, self.function, self.module.__name__)

    @property
    def shown(self):
        name = self.function.__name__
        return name if self.owner is None else self.owner.__name__ + "." + name

    def bound(self, node, init, method=None):
        """What to call. The object of a class is made once per node and worker (`open`: only that)."""
        if self.owner is None:
            return self.function
        instance = self.instances.get(node)
        if instance is None:
            try:
                instance = self.owner(**init.values())
            except Exception as error:
                path = self.source.get("path") or self.source.get("tool")
                raise LoadError(errors.init_failed(error, node, self.shown, path)) from error
            self.instances[node] = instance
        if method == "open":
            return nothing
        return getattr(instance, self.function.__name__)


def nothing():
    """What is called where only the object is to be made."""


class Tools:
    """The tools of a pool, by their place in the list that the engine prepared."""

    def __init__(self, folder):
        self.folder = folder
        self._tools = {}
        self._sources = {}
        self._loading = allocate_lock()

    def load(self, index, source):
        """Imports one source. Raises LoadError."""
        tool = load_source(source, self.folder)
        self._tools[index] = tool
        return tool

    def know(self, index, source):
        """A source comes with its first call only; calls that overlap find it here."""
        if source is not None:
            self._sources[index] = source

    def get(self, index):
        """A worker that was forked before the tool was prepared loads it at its first call."""
        tool = self._tools.get(index)
        if tool is None:
            with self._loading:
                tool = self._tools.get(index) or self.load(index, self._sources[index])
        return tool

    def module_at(self, index):
        return self._tools[index].module

    def index_of(self, thing):
        """Which loaded script a class or function with the module name `__pf_main__` comes from."""
        top = thing.__qualname__.split(".")[0]
        for index, tool in self._tools.items():
            if tool.module.__name__ == MODULE and tool.module.__dict__.get(top) is not None:
                found = tool.module
                for name in thing.__qualname__.split("."):
                    found = getattr(found, name, None)
                if found is thing:
                    return index
        return None


def load_source(source, folder):
    if source.get("module"):
        import_first(source["module"], folder)
    if source["type"] == "entry":
        from .entry import load_entry

        return load_entry(source, folder)
    return load_script(source, folder) if source["type"] == "code" else load_package(source)


def import_first(name, folder):
    """The `module` of a node (spec 1.2.3), whatever it is for."""
    from importlib import import_module

    try:
        import_module(name)
    except Exception as error:
        raise LoadError(errors.module_failed(error, name, folder)) from error


def mark_of(function):
    return getattr(function, "__millrace_tool__", {})


def is_tool(value):
    return callable(value) and getattr(value, "__millrace_tool__", None) is not None


def load_script(source, folder):
    path = source["path"]
    absolute = os.path.normpath(os.path.join(folder, path))
    problem = errors.unloadable(path, absolute)
    if problem:
        raise LoadError(problem)
    module = import_file(path, absolute, folder)
    found = tools_in(module)
    if not found:
        raise LoadError(errors.simple("TOOL_NOT_DEFINED", path=path))
    if len(found) > 1:
        names = ", ".join(function.__name__ for function, _ in found)
        message = errors.simple(
            "TOOL_AMBIGUOUS", path=path, count=len(found), names=names, tool_count=len(found), tool_names=names
        )
        raise LoadError(message)
    function, owner = found[0]
    tool = Tool(source, module, function, owner)
    problem = interface_problem(tool.signature)
    if problem:
        raise LoadError(errors.simple("TOOL_INTERFACE_INVALID", path=path, reason=problem))
    return tool


def import_file(path, absolute, folder):
    module = type(sys)(MODULE)
    module.__file__ = absolute
    module.__package__ = ""
    before = sys.modules.get(MODULE)
    sys.modules[MODULE] = module
    try:
        loader = Loader(MODULE, absolute)
        module.__loader__ = loader
        module.__spec__ = ModuleSpec(MODULE, loader, origin=absolute)
        exec(loader.get_code(MODULE), module.__dict__)
    except BaseException as error:
        if before is None:
            sys.modules.pop(MODULE, None)
        else:
            sys.modules[MODULE] = before
        raise LoadError(errors.load_failed(error, path, absolute, folder)) from error
    return module


def tools_in(module):
    """`(function, None)` for functions and `(function, class)` for methods of ToolProvider classes, defined here."""
    found = []
    for value in list(module.__dict__.values()):
        if isinstance(value, type):
            if value.__module__ == MODULE and any(base.__name__ == "ToolProvider" for base in value.__mro__[1:]):
                found.extend((member, value) for member in members_of(value) if is_tool(member))
        elif is_tool(value) and getattr(value, "__module__", None) == MODULE:
            found.append((value, None))
    return found


def members_of(owner):
    """What is called of a class: its methods, those it inherits, and static ones; bound methods are none."""
    from types import FunctionType

    members = (getattr(owner, name, None) for name in dir(owner))
    return [member for member in members if isinstance(member, FunctionType)]


def load_package(source):
    """A tool of an installed package (spec 6.5)."""
    from importlib import import_module

    from .packages import find_package_tool

    name = source["tool"]
    try:
        meta = find_package_tool(name)
    except LookupError as error:
        raise LoadError(error.args[0]) from error
    try:
        module = import_module(meta["module"])
    except BaseException as error:
        raise LoadError(errors.package_failed(error, name, meta["module"])) from error
    try:
        owner = getattr(module, meta["class_name"]) if meta.get("class_name") else None
        function = getattr(module if owner is None else owner, meta["function"])
    except AttributeError as error:
        raise LoadError(errors.package_lacks(error, name)) from error
    return Tool(source, module, function, owner, meta)


def prepare(tools, index, source):
    """Loads a source; answers its signature or its error as a message."""
    try:
        tool = tools.load(index, source)
        return {"signature": tool.signature, "error": None}
    except LoadError as error:
        return {"signature": None, "error": error.message}
