"""Exceptions of functions that fill inputs of tools (spec 6.4), and of tools that cannot be found."""

from promptflow.exceptions import UserErrorException, ValidationException


class RetrieveToolFuncResultError(UserErrorException):
    pass


class RetrieveToolFuncResultValidationError(RetrieveToolFuncResultError):
    pass


class FunctionPathValidationError(RetrieveToolFuncResultError):
    pass


class ListFunctionResponseError(RetrieveToolFuncResultError):
    pass


class PackageToolNotFoundError(ValidationException):
    pass


class DuplicateToolMappingError(ValidationException):
    pass


class MissingRequiredInputs(ValidationException):
    pass


class InputTypeMismatch(ValidationException):
    pass


class ToolLoadError(UserErrorException):
    pass
