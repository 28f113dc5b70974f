"""`promptflow.tools`: the built-in tools, called from Python. The engine does the work (spec 5.6).

Modules that are not here come from an installed promptflow-tools."""

from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

import os as _os

import promptflow as _promptflow

__path__ = list(__path__) + [
    _os.path.join(folder, "tools") for folder in _promptflow.__path__[1:] if _os.path.isdir(_os.path.join(folder, "tools"))
]

_LAZY = {"AzureOpenAI": "aoai", "OpenAI": "openai", "SerpAPI": "serpapi"}


def __getattr__(name):
    from importlib import import_module

    if name in _LAZY:
        return getattr(import_module("promptflow.tools." + _LAZY[name]), name)
    raise AttributeError("module 'promptflow.tools' has no attribute %r" % name)
