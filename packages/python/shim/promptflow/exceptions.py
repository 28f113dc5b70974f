"""The exceptions that tools raise on purpose (spec 11.1). Raised by a tool, they keep their own name and message."""

from enum import Enum

__all__ = [
    "ErrorTarget",
    "PromptflowException",
    "SystemErrorException",
    "UserErrorException",
    "ValidationException",
]


class ErrorCategory(str, Enum):
    USER_ERROR = "UserError"
    SYSTEM_ERROR = "SystemError"
    UNKNOWN = "Unknown"


class ErrorTarget(str, Enum):
    """The module that an error belongs to."""

    EXECUTOR = "Executor"
    BATCH = "Batch"
    CORE = "Core"
    FLOW_EXECUTOR = "FlowExecutor"
    NODE_EXECUTOR = "NodeExecutor"
    TOOL = "Tool"
    AZURE_RUN_STORAGE = "AzureRunStorage"
    RUNTIME = "Runtime"
    UNKNOWN = "Unknown"
    RUN_TRACKER = "RunTracker"
    RUN_STORAGE = "RunStorage"
    CONTROL_PLANE_SDK = "ControlPlaneSDK"
    SERVING_APP = "ServingApp"
    FLOW_INVOKER = "FlowInvoker"
    FUNCTION_PATH = "FunctionPath"


def _names(text):
    """The names in braces, in their order."""
    from string import Formatter

    return dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name)


class PromptflowException(Exception):
    """Text is either `message`, or `message_format` filled with the keyword arguments, or the name of the class."""

    default_target = ErrorTarget.UNKNOWN

    def __init__(
        self,
        message="",
        message_format="",
        target=None,
        module=None,
        privacy_info=None,
        **kwargs,
    ):
        self._inner = kwargs.pop("error", None)
        self._format = message_format or ""
        names = _names(self._format) if self._format and kwargs else ()
        self._parameters = {name: kwargs.get(name, "<%s>" % name) for name in names}
        if message:
            self._message = str(message)
        elif self._format:
            self._message = self._format.format(**self._parameters)
        else:
            self._message = type(self).__name__
        self._target = self.default_target if target is None else target
        self._module = module
        self.privacy_info = privacy_info
        self._additional = None
        if self._inner is not None and isinstance(self._inner, BaseException):
            self.__cause__ = self._inner
        super().__init__(self._message)

    def __str__(self):
        return self.message

    @property
    def message(self):
        return self._message

    @property
    def message_format(self):
        return self._format

    @property
    def message_parameters(self):
        """The values of the names in the format, `<name>` where others were given. None at all, if no value was."""
        return self._parameters

    @property
    def target(self):
        return self._target

    @target.setter
    def target(self, value):
        self._target = value

    @property
    def module(self):
        return self._module

    @module.setter
    def module(self, value):
        self._module = value

    @property
    def inner_exception(self):
        return self._inner or self.__cause__

    @property
    def additional_info(self):
        return self._additional

    @property
    def reference_code(self):
        target = getattr(self._target, "value", self._target)
        return "%s/%s" % (target, self._module) if self._module else target

    @property
    def error_codes(self):
        """Names of the classes from the root down; errors of no side are the system's."""
        names = [cls.__name__ for cls in reversed(type(self).__mro__) if issubclass(cls, PromptflowException)][1:]
        names = [_RENAMED.get(name, name) for name in names]
        return names if names and names[0] in ("UserError", "SystemError") else ["SystemError", *names]


class UserErrorException(PromptflowException):
    """The mistake of whoever called."""


class SystemErrorException(PromptflowException):
    """A defect or a failure of the system."""


class ValidationException(UserErrorException):
    """Input that is not valid."""


_RENAMED = {
    "UserErrorException": "UserError",
    "SystemErrorException": "SystemError",
    "ValidationException": "ValidationError",
}
