import re

from promptflow import _engine
from promptflow.core._flow import plain
from promptflow.exceptions import UserErrorException
from promptflow.tools import exception


def _raised(name, message):
    """What the original's tool raises (spec 5.5); of an answer of the API the codes end with the client library's class."""
    kind = getattr(exception, name or "", None) or exception.LLMError
    raised = kind(message=message, target=exception.ErrorTarget.TOOL)
    answered = re.search(r"OpenAI API hits (\w+Error):", message)
    if answered and isinstance(raised, exception.WrappedOpenAIError):
        raised.codes = ["UserError", "OpenAIError", answered.group(1)]
    return raised


def given(values):
    """What a tool was called with, of its `locals()`: its own parameters before what else it takes."""
    own = {name: value for name, value in values.items() if name not in ("kwargs", "self")}
    return {**values["kwargs"], **own}


def call(tool, /, **inputs):
    """Runs a built-in tool in the engine. Inputs that are None keep the tool's default."""
    known = {name: value for name, value in inputs.items() if value is not None}
    plains = {name: plain(getattr(value, "value", value), images=False) for name, value in known.items()}
    try:
        answer = _engine.ask("tool", {"tool": tool, "inputs": plains})
    except UserErrorException as error:
        raise _raised(getattr(error, "answered", None), str(error)) from None
    if isinstance(answer, dict) and "millrace_stream" in answer:
        return _engine.stream(answer["millrace_stream"], answer["name"])
    return answer
