"""Exceptions of the built-in tools."""

from promptflow.core import _errors
from promptflow.core._errors import LLMError, ToolValidationError
from promptflow.exceptions import ErrorTarget, PromptflowException, SystemErrorException, UserErrorException

__all__ = [
    "AzureContentSafetyInputValueError",
    "AzureContentSafetySystemError",
    "ChatAPIFunctionRoleInvalidFormat",
    "ChatAPIInvalidFunctions",
    "ChatAPIInvalidRole",
    "ChatAPIInvalidTools",
    "ChatAPIToolRoleInvalidFormat",
    "ErrorTarget",
    "ExceedMaxRetryTimes",
    "FunctionCallNotSupportedInStreamMode",
    "InvalidConnectionType",
    "JinjaTemplateError",
    "LLMError",
    "ListDeploymentsError",
    "OpenModelLLMKeyValidationError",
    "OpenModelLLMOnlineEndpointError",
    "OpenModelLLMUserError",
    "ParseConnectionError",
    "PromptflowException",
    "SerpAPISystemError",
    "SerpAPIUserError",
    "SystemErrorException",
    "ToolValidationError",
    "UserErrorException",
    "WrappedOpenAIError",
]


class WrappedOpenAIError(_errors.WrappedOpenAIError):
    pass


class ExceedMaxRetryTimes(WrappedOpenAIError):
    pass


class JinjaTemplateError(ToolValidationError):
    pass


class InvalidConnectionType(ToolValidationError):
    pass


class ChatAPIInvalidRole(ToolValidationError):
    pass


class ChatAPIFunctionRoleInvalidFormat(ToolValidationError):
    pass


class ChatAPIToolRoleInvalidFormat(ToolValidationError):
    pass


class ChatAPIInvalidFunctions(ToolValidationError):
    pass


class ChatAPIInvalidTools(ToolValidationError):
    pass


class SerpAPIUserError(UserErrorException):
    pass


class SerpAPISystemError(SystemErrorException):
    pass


class AzureContentSafetyInputValueError(UserErrorException):
    pass


class AzureContentSafetySystemError(SystemErrorException):
    pass


class FunctionCallNotSupportedInStreamMode(ToolValidationError):
    pass


class ListDeploymentsError(UserErrorException):
    pass


class ParseConnectionError(ListDeploymentsError):
    pass


class OpenModelLLMUserError(UserErrorException):
    pass


class OpenModelLLMOnlineEndpointError(UserErrorException):
    pass


class OpenModelLLMKeyValidationError(ToolValidationError):
    pass
