"""What flow code imports from `promptflow`, served by Millrace. Standard library only.

Subpackages and modules that are not here (`promptflow.rag`, `promptflow.evals`, `promptflow.azure`) come from an installed
promptflow, whose folders end `__path__` here and in each subpackage.
"""

import os as _os
import sys as _sys

__version__ = "1.18.5"


def _installed(name):
    """Folders of an installed promptflow on the import path, ours left out."""
    own = _os.path.realpath(_os.path.dirname(_os.path.dirname(__file__)))
    for entry in _sys.path:
        folder = _os.path.join(entry or _os.getcwd(), name)
        if _os.path.realpath(entry or _os.getcwd()) != own and _os.path.isdir(folder):
            yield folder


__path__ = list(__path__) + list(_installed("promptflow"))


def _with_installed(name, path):
    """The folders of a subpackage: ours, then those of an installed promptflow, for modules that are not here."""
    inner = name.split(".")[1:]
    folders = (_os.path.join(folder, *inner) for folder in __path__[1:])
    return [*path, *(folder for folder in folders if _os.path.isdir(folder))]


from promptflow._core.metric_logger import log_metric  # noqa: E402
from promptflow._core.tool import ToolProvider, tool  # noqa: E402

__all__ = ["PFClient", "ToolProvider", "load_connection", "load_flow", "load_run", "log_flow_metric", "log_metric", "tool"]


def __getattr__(name):
    if name in ("PFClient", "load_flow", "load_run", "load_connection"):
        from promptflow import client

        return getattr(client, name)
    if name == "log_flow_metric":
        return log_metric
    raise AttributeError("module 'promptflow' has no attribute %r" % name)
