from promptflow.exceptions import UserErrorException, ValidationException


class ApplyInputMappingError(ValidationException):
    pass


class InvalidImageInput(ValidationException):
    pass


class LoadMultimediaDataError(UserErrorException):
    pass
