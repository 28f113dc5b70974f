"""Functions, classes and their objects as flows: a folder of code and the entry in it."""

import atexit
import os
import pickle
import shutil
import sys
import tempfile

from promptflow.client._operations import path_of
from promptflow.exceptions import UserErrorException


def flow_of(flow, code=None):
    """What the engine runs: a path; of a callable, or of `module:name` in the folder `code`, `folder/module:name`."""
    if callable(flow) and not hasattr(flow, "path"):
        folder, entry = entry_of(flow)
        return os.path.join(folder, entry)
    if not isinstance(flow, (str, os.PathLike)) and not hasattr(flow, "path"):
        return str(flow)
    path = path_of(flow)
    if code is None or os.path.exists(path) or ":" not in os.path.basename(path):
        return path
    return os.path.join(existing(code), path)


def existing(code):
    if not os.path.isdir(code):
        raise UserErrorException("Code path %s does not exist." % code)
    return os.path.abspath(code)


def entry_of(flow):
    """Folder and `module:name` of a callable. An object, and what lies in a package, gets a folder of its own."""
    target = flow if hasattr(flow, "__qualname__") else type(flow)
    module = sys.modules.get(target.__module__)
    file = getattr(module, "__file__", None)
    if getattr(module, target.__qualname__, None) is not target:
        raise UserErrorException(
            "Failed to import %r from module %r, please make sure it's a global function." % (flow, module)
        )
    if target is not flow or file is None or "." in target.__module__:
        return _made_folder(flow, target), "%s:%s" % (MODULE, target.__name__)
    name = os.path.splitext(os.path.basename(file))[0]
    return os.path.dirname(os.path.abspath(file)), "%s:%s" % (name, target.__name__)


MODULE = "callable_entry"

# An object keeps its class's interface, and is made as it was; a class or function is found by its name.
OBJECT = """class {name}(type(_made)):
    def __new__(cls):
        return _made

    def __init__(self):
        pass
"""
SOURCE = '''"""Made by PFClient of a callable of a script."""
import importlib.util
import pickle
import shutil
import sys

sys.path.extend(path for path in {path!r} if path not in sys.path)


class _Reader(pickle.Unpickler):
    def find_class(self, module, name):
        if module != "__main__":
            return super().find_class(module, name)
        known = sys.modules.get({main!r})
        if known is None:
            spec = importlib.util.spec_from_file_location({main!r}, {file!r})
            known = sys.modules[{main!r}] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(known)
        return getattr(known, name)


with open({state!r}, "rb") as _state:
    _made = _Reader(_state).load()
'''


def _kept(pickled):
    """A file beside no code, so that no snapshot of a run holds what an object knows (keys). It ends with the script."""
    number, path = tempfile.mkstemp(prefix="main_", suffix=".state")
    with os.fdopen(number, "wb") as file:
        file.write(pickled)
    atexit.register(os.unlink, path)
    return path


def _made_folder(flow, target):
    main = getattr(sys.modules.get("__main__"), "__file__", None) or "<script>"
    try:
        pickled = pickle.dumps(flow)
    except Exception as error:
        reason = "%s cannot be sent to the engine: %s. Give a flow whose state can be pickled, or its class and init."
        raise UserErrorException(reason % (target.__name__, error)) from error
    folder = tempfile.mkdtemp(prefix="main_%s_" % target.__name__.lower())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    text = SOURCE.format(
        path=[os.path.abspath(folder) for folder in sys.path],
        main=os.path.splitext(os.path.basename(main))[0],
        file=os.path.abspath(main),
        state=_kept(pickled),
    )
    with open(os.path.join(folder, MODULE + ".py"), "w", encoding="utf-8") as file:
        last = "%s = _made\n" % target.__name__ if target is flow else OBJECT.format(name=target.__name__)
        file.write(text + "\n\n" + last)
    return folder
