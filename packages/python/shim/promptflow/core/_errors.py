"""Exceptions of the core that code catches by name."""

from promptflow.exceptions import ErrorTarget, SystemErrorException, UserErrorException


class CoreError(UserErrorException):
    default_target = ErrorTarget.CORE


class CoreInternalError(SystemErrorException):
    default_target = ErrorTarget.CORE


class ConnectionNotFound(CoreError):
    pass


class InvalidConnectionError(CoreError):
    pass


class MissingRequiredInputError(CoreError):
    pass


class InvalidOutputKeyError(CoreError):
    pass


class InvalidSampleError(CoreError):
    pass


class JinjaTemplateError(CoreError):
    pass


class ChatAPIInvalidRoleError(CoreError):
    pass


class ChatAPIFunctionRoleInvalidFormat(CoreError):
    pass


class ChatAPIToolRoleInvalidFormat(CoreError):
    pass


class RequiredEnvironmentVariablesNotSetError(CoreError):
    def __init__(self, env_vars, cls_name):
        super().__init__(message="Set %s to make a %s from the environment." % (", ".join(env_vars), cls_name))


class MissingRequiredPackage(UserErrorException):
    default_target = ErrorTarget.CORE


class UnknownConnectionType(UserErrorException):
    default_target = ErrorTarget.CORE


class LLMError(UserErrorException):
    pass


class ToolValidationError(UserErrorException):
    pass


class ChatAPIInvalidTools(ToolValidationError):
    pass


class ChatAPIInvalidFunctions(ToolValidationError):
    pass


class SDKError(UserErrorException):
    pass


class ConnectionNotFoundError(SDKError):
    pass


class WrappedOpenAIError(UserErrorException):
    """What the API answered. `codes` end with the client library's class for it."""

    codes = None

    @property
    def error_codes(self):
        return self.codes or super().error_codes


class ExceedMaxRetryTimes(WrappedOpenAIError):
    pass


class AccessDeniedError(UserErrorException):
    pass


class AccountNotSetUp(UserErrorException):
    pass


class BuildConnectionError(SystemErrorException):
    default_target = ErrorTarget.CORE


class ChatAPIFunctionRoleInvalidFormatError(CoreError):
    pass


class GenerateFlowMetaJsonError(CoreError):
    pass


class ListDeploymentsError(UserErrorException):
    pass


class MalformedConnectionProviderConfig(UserErrorException):
    pass


class OpenURLFailed(SystemErrorException):
    default_target = ErrorTarget.CORE


class OpenURLFailedUserError(UserErrorException):
    default_target = ErrorTarget.CORE


class OpenURLNotFoundError(UserErrorException):
    default_target = ErrorTarget.CORE


class ParseConnectionError(ListDeploymentsError):
    pass


class UnsupportedConnectionAuthType(UserErrorException):
    default_target = ErrorTarget.CORE


class UnsupportedConnectionProviderConfig(UserErrorException):
    default_target = ErrorTarget.CORE


class UnsupportedWorkspaceKind(UserErrorException):
    default_target = ErrorTarget.CORE


class UserAuthenticationError(UserErrorException):
    pass


class OpenURLUserAuthenticationError(UserAuthenticationError):
    default_target = ErrorTarget.CORE

