"""Live values that outlive their line: pickled into the pool's folder, read by the worker of the aggregation stage."""

import os
from types import GeneratorType

from .tools import MODULE


class Keeper:
    def __init__(self, tools, folder):
        self._tools = tools
        self._folder = folder
        self._count = 0

    def save(self, value):
        """Answers the handle. Raises what pickle raises for a value that cannot be pickled."""
        import io
        import pickle

        tools = self._tools

        class Pickler(pickle.Pickler):
            """Classes of tool files are found by tool: several modules share the name `__pf_main__`. A generator is kept by
            its items."""

            def reducer_override(self, thing):
                if type(thing) is GeneratorType:
                    return _again, (list(thing),)
                if getattr(thing, "__module__", None) == MODULE and hasattr(thing, "__qualname__"):
                    index = tools.index_of(thing)
                    if index is not None:
                        return _find, (index, thing.__qualname__)
                return NotImplemented

        buffer = io.BytesIO()
        Pickler(buffer, protocol=4).dump(value)
        self._count += 1
        handle = "kept-%d-%d" % (os.getpid(), self._count)
        with open(os.path.join(self._folder, handle), "xb") as file:
            file.write(buffer.getbuffer())
        return handle

    def load(self, handle):
        import pickle

        _tools.append(self._tools)
        try:
            with open(os.path.join(self._folder, handle), "rb") as file:
                return pickle.load(file)
        finally:
            _tools.pop()


_tools = []


def _again(items):
    yield from items


def _find(index, name):
    found = _tools[-1].module_at(index)
    for part in name.split("."):
        found = getattr(found, part)
    return found
