"""What the client raises (spec 11.3)."""

from promptflow.exceptions import SystemErrorException, UserErrorException, ValidationException


class SDKError(UserErrorException):
    pass


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


_NAMES = {"ValidationError": ValidationException, "ValidationException": ValidationException, "SystemError": SystemErrorException}


def raised(name, message):
    """The exception of a class by its name; one that there is not is a UserErrorException."""
    found = globals().get(name)
    known = isinstance(found, type) and issubclass(found, Exception)
    return (found if known else _NAMES.get(name, UserErrorException))(message)
