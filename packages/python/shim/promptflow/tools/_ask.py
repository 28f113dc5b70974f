import re

from promptflow import _engine
from promptflow.core._flow import plain
from promptflow.exceptions import UserErrorException
from promptflow.tools.exception import LLMError, WrappedOpenAIError


def call(tool, **inputs):
    """Runs a built-in tool in the engine. Inputs that are None keep the tool's default."""
    given = {name: plain(getattr(value, "value", value)) for name, value in inputs.items() if value is not None}
    try:
        answer = _engine.ask("tool", {"tool": tool, "inputs": given})
    except UserErrorException as error:
        # what the API answered has a class of its own (spec 5.5)
        answered = re.match(r"OpenAI API hits \w+Error:", str(error))
        raise (WrappedOpenAIError if answered else LLMError)(message=str(error)) from None
    if isinstance(answer, dict) and "millrace_stream" in answer:
        return _engine.stream(answer["millrace_stream"], answer["name"])
    return answer
