"""`@tool` and `ToolProvider` (spec 6.1)."""

from abc import ABC

_TYPES = ("llm", "python", "csharp", "prompt", "action", "custom_llm")


class ToolInvoker:
    """Named by older code; the engine invokes tools."""


class ToolProvider(ABC):
    """Base of classes whose decorated methods are tools. Constructor parameters are inputs of the node."""


def tool(
    func=None,
    *,
    name=None,
    description=None,
    type=None,
    input_settings=None,
    streaming_option_parameter=None,
    **kwargs,
):
    """Marks a function, synchronous or not, as a tool. Works with and without parentheses."""
    if type is not None and getattr(type, "value", type) not in _TYPES:
        from promptflow.exceptions import UserErrorException

        raise UserErrorException("Tool type %s is not supported yet." % getattr(type, "value", type))
    given = {"name": name, "description": description, "type": type, "input_settings": input_settings}
    extra = {key: value for key, value in given.items() if value is not None}
    mark = {"streaming_option_parameter": streaming_option_parameter, "extra": {**extra, **kwargs}}

    def decorate(function):
        from promptflow.tracing._spans import enabled

        if enabled():
            from promptflow.tracing import trace

            marked = trace(function)
        else:
            marked = _copy(function)
        marked.__millrace_tool__ = mark
        return marked

    return decorate if func is None else decorate(func)


def _copy(function):
    """The same function once more, so that `made = tool(plain)` leaves `plain` as it was; a call costs no more for it."""
    kind = type(function)
    if kind is not type(_copy):
        return function
    copy = kind(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__dict__.update(function.__dict__)
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__qualname__ = function.__qualname__
    copy.__module__ = function.__module__
    copy.__doc__ = function.__doc__
    if hasattr(function, "__annotate__"):  # Python 3.14 evaluates annotations when they are asked for
        copy.__annotate__ = function.__annotate__
    else:
        copy.__annotations__ = function.__annotations__
    return copy


def __getattr__(name):
    # what most tools do not need
    if name in ("DynamicList", "GeneratedBy", "InputSetting"):
        from promptflow._core import input_settings

        return getattr(input_settings, name)
    if name == "ToolType":
        from promptflow.contracts.tool import ToolType

        return ToolType
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
