"""What the client raises (spec 11.3)."""

from promptflow.exceptions import ErrorTarget, SystemErrorException, UserErrorException, ValidationException


class SDKError(UserErrorException):
    default_target = ErrorTarget.CONTROL_PLANE_SDK


class RunExistsError(SDKError):
    pass


class RunNotFoundError(SDKError):
    pass


class InvalidRunStatusError(SDKError):
    pass


class InvalidRunError(SDKError):
    pass


class RunOperationError(SDKError):
    pass


class RunOperationParameterError(SDKError):
    pass


class InvalidFlowError(SDKError):
    pass


class FlowOperationError(SDKError):
    pass


class ConnectionNotFoundError(SDKError):
    pass


class ConnectionNameNotSetError(SDKError):
    pass


class ConnectionClassNotFoundError(SDKError):
    pass


class BulkRunException(SDKError):
    pass


class ChatGroupError(SDKError):
    pass


class ChatRoleError(SDKError):
    pass


class DecryptConnectionError(SDKError):
    pass


class ExperimentCommandRunError(SDKError):
    pass


class ExperimentExistsError(SDKError):
    pass


class ExperimentHasCycle(SDKError):
    pass


class ExperimentNodeRunFailedError(SDKError):
    pass


class ExperimentNodeRunNotFoundError(SDKError):
    pass


class ExperimentNotFoundError(SDKError):
    pass


class ExperimentValidationError(SDKError):
    pass


class ExperimentValueError(SDKError):
    pass


class GenerateFlowMetaJsonError(SDKError):
    pass


class GenerateFlowToolsJsonError(SDKError):
    pass


class LineRunNotFoundError(SDKError):
    pass


class MissingAzurePackage(SDKError):
    pass


class MultipleExperimentTemplateError(SDKError):
    pass


class NoExperimentTemplateError(SDKError):
    pass


class PromptFlowServiceInvocationError(SDKError):
    pass


class SDKInternalError(SystemErrorException):
    default_target = ErrorTarget.CONTROL_PLANE_SDK


class StoreConnectionEncryptionKeyError(SDKError):
    pass


class UnexpectedAttributeError(SDKError):
    pass


class UnsecureConnectionError(SDKError):
    pass


class UploadInternalError(SDKInternalError):
    pass


class UploadUserError(SDKError):
    pass


class UserAuthenticationError(SDKError):
    pass


class WrongTraceSearchExpressionError(SDKError):
    pass


class ArtifactInternalError(SDKInternalError):
    pass


class AssetInternalError(SDKInternalError):
    pass


class DownloadInternalError(SDKInternalError):
    pass


class MetricInternalError(SDKInternalError):
    pass


class RunHistoryInternalError(SDKInternalError):
    pass


_NAMES = {"ValidationError": ValidationException, "ValidationException": ValidationException, "SystemError": SystemErrorException}


def with_codes(error):
    """The exception that an error of a flow says: `codes` of its classes from the root down. One that is not here is made."""
    codes = error["codes"]
    kind = _NAMES.get(codes[0], UserErrorException) if codes else UserErrorException
    for name in codes[1:]:
        known = next((found for found in _known(name) if issubclass(found, kind)), None)
        kind = known or _MADE.setdefault((kind, name), type(name, (kind,), {}))
    details = {"message_format": error["format"], "target": error["target"], **error["parameters"]}
    try:
        made = kind(message=error["message"], **details)
    except TypeError:  # a class with a constructor of its own
        made = kind(error["message"])
    made._additional = error["additional"]
    return made


_MADE = {}


def raised(name, message):
    """The exception of a class by its name; one that there is not is a UserErrorException."""
    return next(iter(_known(name)), UserErrorException)(message)


def _known(name):
    """Classes of a name, those of the core before those of the client where both have one."""
    import importlib

    if name in _NAMES:
        return [_NAMES[name]]
    own = globals().get(name)
    modules = (importlib.import_module("promptflow." + path) for path in _MODULES)
    found = [own] if own in _CLIENTS_OWN else []
    found += [kind for kind in (vars(module).get(name) for module in modules) if kind] + [own]
    return [kind for kind in found if isinstance(kind, type) and issubclass(kind, Exception)]


_MODULES = (
    "_core._errors",
    "core._errors",
    "executor._errors",
    "batch._errors",
    "contracts._errors",
    "_core.tool_meta_generator",
)
_CLIENTS_OWN = (ConnectionNotFoundError,)
