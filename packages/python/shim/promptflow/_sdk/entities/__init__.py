from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

from promptflow.client._validation import ValidationResult
from promptflow.connections import CustomStrongTypeConnection
from promptflow.entities import *  # noqa: F401,F403
from promptflow.entities import __all__ as _public

__all__ = [*_public, "CustomStrongTypeConnection", "ValidationResult"]
