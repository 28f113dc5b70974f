from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)
