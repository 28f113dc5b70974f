from promptflow.client._validation import MutableValidationResult, ValidationResult

__all__ = ["MutableValidationResult", "ValidationResult"]
