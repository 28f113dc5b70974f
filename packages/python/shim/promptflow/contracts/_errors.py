"""What reading a flow raises (spec 11.3)."""

from promptflow.exceptions import UserErrorException


class FailedToImportModule(UserErrorException):
    pass


class FlowDefinitionError(UserErrorException):
    pass
