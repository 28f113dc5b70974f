"""What reading tools raises (spec 11.3)."""

from promptflow.exceptions import ErrorTarget, UserErrorException


class ToolValidationError(UserErrorException):
    default_target = ErrorTarget.TOOL


class JinjaParsingError(ToolValidationError):
    pass


class PythonLoaderNotFound(ToolValidationError):
    pass


class PythonParsingError(ToolValidationError):
    pass


class ReservedVariableCannotBeUsed(JinjaParsingError):
    pass


class BadFunctionInterface(PythonParsingError):
    pass


class MultipleToolsDefined(PythonParsingError):
    pass


class NoToolDefined(PythonParsingError):
    pass


class PythonLoadError(PythonParsingError):
    pass
