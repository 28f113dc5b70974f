"""What batches raise (spec 11.3)."""

from promptflow.exceptions import ErrorTarget, UserErrorException, ValidationException


class BatchRunTimeoutError(UserErrorException):
    pass


class EmptyInputsData(UserErrorException):
    pass


class InputMappingError(ValidationException):
    default_target = ErrorTarget.EXECUTOR
