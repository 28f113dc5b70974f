from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

from promptflow.client._validation import MutableValidationResult, ValidationResult

__all__ = ["MutableValidationResult", "ValidationResult"]
