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


def with_codes(codes, message):
    """The exception that has these codes, from the root down; classes that are not here are made."""
    from promptflow import _core, core
    from promptflow._core import _errors as inner
    from promptflow.core import _errors as outer

    kind = _NAMES.get(codes[0], UserErrorException) if codes else UserErrorException
    for name in codes[1:]:
        known = _NAMES.get(name) or next((vars(m)[name] for m in (inner, outer) if name in vars(m)), None) or globals().get(name)
        if isinstance(known, type) and issubclass(known, kind):
            kind = known
        else:
            kind = _MADE.setdefault((kind, name), type(name, (kind,), {}))
    return kind(message)


_MADE = {}


def raised(name, message):
    """The exception of a class by its name; one that there is not is a UserErrorException."""
    found = globals().get(name)
    known = isinstance(found, type) and issubclass(found, Exception)
    return (found if known else _NAMES.get(name, UserErrorException))(message)
