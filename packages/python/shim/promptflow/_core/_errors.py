"""Exceptions of functions that fill inputs of tools (spec 6.4), and of tools that cannot be found."""

from promptflow.exceptions import ErrorTarget, SystemErrorException, UserErrorException, ValidationException


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
    default_target = ErrorTarget.TOOL


class FlowOutputUnserializable(UserErrorException):
    pass


class GenerateMetaSystemError(SystemErrorException):
    default_target = ErrorTarget.EXECUTOR


class GenerateMetaUserError(UserErrorException):
    default_target = ErrorTarget.EXECUTOR


class InvalidSource(ValidationException):
    pass


class MetaFileNotFound(GenerateMetaUserError):
    pass


class MetaFileReadError(GenerateMetaUserError):
    pass


class NoToolTypeDefined(GenerateMetaSystemError):
    pass


class NotSupported(UserErrorException):
    pass


class ProcessPoolError(SystemErrorException):
    pass


class ResumeCopyError(SystemErrorException):
    pass


class RunRecordNotFound(SystemErrorException):
    pass


class ToolCanceledError(UserErrorException):
    pass


class ToolExecutionError(UserErrorException):
    pass


class UnexpectedError(SystemErrorException):
    pass


class GenerateMetaTimeout(GenerateMetaUserError):
    pass

