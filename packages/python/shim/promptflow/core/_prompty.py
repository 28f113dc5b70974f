"""Prompties as functions. The engine renders them and calls the model; this side says what is asked, and raises."""

import contextvars
import json
import os
import re

from promptflow import _engine
from promptflow.core._flow import jsonable, plain
from promptflow.exceptions import UserErrorException

# Credentials of a configuration that holds none.
_CREDENTIALS = (
    "AZURE_OPENAI_ENDPOINT",
    "AZURE_OPENAI_API_KEY",
    "OPENAI_API_VERSION",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_ORG_ID",
)
_REFERENCE = re.compile(r"\$\{env:([^}]*)\}")
_CONFIGURATION_TYPES = {"AzureOpenAIModelConfiguration": "azure_openai", "OpenAIModelConfiguration": "openai"}


class Prompty:
    """`Prompty.load("chat.prompty")(question=…)` answers what the model said, in the form that the prompty asks for."""

    def __init__(self, path, model=None, **kwargs):
        self.path = os.path.abspath(os.fspath(path))
        self.name = os.path.splitext(os.path.basename(self.path))[0]
        model = dict(model or {})
        configuration = model.get("configuration")
        # An object replaces the configuration of the file, a dict is laid over it.
        self._configuration = _configuration(configuration) if _is_object(configuration) else None
        if self._configuration is not None:
            del model["configuration"]
        self._overrides = dict(plain(kwargs), **({"model": plain(model)} if model else {}))
        self._variables = _variables(self.path, self._overrides)

    @classmethod
    def load(cls, source, **kwargs):
        """Reads a prompty file. Keyword arguments are fields over those of its front matter, `model` among them."""
        path = os.path.abspath(os.fspath(source))
        if not os.path.exists(path):
            raise UserErrorException("Source %s does not exist" % path)
        if not path.lower().endswith(".prompty"):
            raise UserErrorException("Source must be a file with .prompty extension.")
        prompty = cls(path, **kwargs)
        # What is wrong with the file of a prompty that is loaded with its module is told by its first call.
        if _engine.is_reachable():
            prompty._ask("prompty-load", {})
        return prompty

    def __call__(self, *args, **kwargs):
        return _result(self._call(args, kwargs))

    def render(self, *args, **kwargs):
        """The prompt that would be sent, as text."""
        return self._ask("prompty-render", _keywords(args, kwargs))

    def estimate_token_count(self, *args, **kwargs):
        """Tokens of the prompt, and of the answer as far as `max_tokens` allows."""
        return self._ask("prompty-tokens", _keywords(args, kwargs))

    def _call(self, args, kwargs):
        return self._ask("prompty", _keywords(args, kwargs))

    def _ask(self, kind, inputs):
        timeout = inputs.get("timeout")
        payload = {
            "path": self.path,
            # as text: the way to the engine does not tell 1.0 from 1
            "overrides": json.dumps(jsonable(self._overrides)),
            "configuration": self._configuration and json.dumps(jsonable(self._configuration)),
            "inputs": json.dumps({name: _input(value) for name, value in inputs.items()}),
            "env": dict(_environment(_CREDENTIALS), **self._variables),
            "timeout": timeout if isinstance(timeout, (int, float)) else None,
        }
        return _answer(_engine.ask(kind, payload))


class AsyncPrompty(Prompty):
    """The same to be awaited: `await AsyncPrompty.load("chat.prompty")(question=…)`."""

    async def __call__(self, *args, **kwargs):
        import asyncio

        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return _result(await loop.run_in_executor(None, lambda: context.run(self._call, args, kwargs)))


class PromptyStream:
    """Text as it arrives: an iterator, also an asynchronous one."""

    def __init__(self, stream, whole):
        self._stream = stream
        self._whole = whole

    def __iter__(self):
        return self

    def __next__(self):
        found, item = self._next()
        if not found:
            raise StopIteration
        return item

    def __aiter__(self):
        return self

    async def __anext__(self):
        import asyncio

        context = contextvars.copy_context()
        found, item = await asyncio.get_running_loop().run_in_executor(None, lambda: context.run(self._next))
        if not found:
            raise StopAsyncIteration
        return item

    def _next(self):
        if self._stream is None:
            return False, None
        answer = _answer(_engine.ask("prompty-next", self._stream))
        if "item" not in answer:
            self._stream = None
            return False, None
        item = json.loads(answer["item"])
        return True, _response(item) if self._whole else item

    def close(self):
        if self._stream is not None:
            _engine.ask("prompty-close", self._stream)
            self._stream = None


def _result(answer):
    if "stream" in answer:
        return PromptyStream(answer["stream"], answer["whole"])
    result = json.loads(answer["result"])
    return _response(result) if answer["whole"] else result


def _response(value):
    """The API's response as the client library has it, where that is installed, else an object with the same attributes."""
    try:
        from openai.types import Completion
        from openai.types.chat import ChatCompletion, ChatCompletionChunk
    except ImportError:
        return ResponseObject.of(value)
    kinds = {"chat.completion": ChatCompletion, "chat.completion.chunk": ChatCompletionChunk}
    # `construct` of the library's models makes the nested ones too, and checks nothing.
    return kinds.get(value.get("object"), Completion).construct(**value)


class ResponseObject(dict):
    """A dict whose keys are attributes; an absent one is None, as in the client library."""

    @classmethod
    def of(cls, value):
        if isinstance(value, dict):
            return cls((key, cls.of(item)) for key, item in value.items())
        return [cls.of(item) for item in value] if isinstance(value, list) else value

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)

    def model_dump(self, **kwargs):
        return {key: _dumped(item) for key, item in self.items()}


def _dumped(value):
    if isinstance(value, ResponseObject):
        return value.model_dump()
    return [_dumped(item) for item in value] if isinstance(value, list) else value


def _answer(answer):
    error = answer.get("error")
    if error is None:
        return answer["value"]
    from promptflow.core import _errors

    kind = getattr(_errors, error["class"], None) or UserErrorException
    raised = kind(message=error["message"])
    if isinstance(raised, _errors.WrappedOpenAIError):
        raised.codes = error["codes"]
    raise raised


def _keywords(args, kwargs):
    if args:
        raise UserErrorException("Prompty can only be called with keyword arguments.")
    return kwargs


def _input(value):
    """An image as the text that stands for it in a prompty; anything else as JSON, or as it prints."""
    from promptflow.contracts.multimedia import PFBytes

    if isinstance(value, PFBytes):
        ((kind, content),) = value.__millrace_json__().items()
        return "%s:%s" % (kind, content)
    return jsonable(plain(value))


def _is_object(configuration):
    return type(configuration).__name__ in _CONFIGURATION_TYPES


def _configuration(configuration):
    fields = {name: getattr(configuration, name) for name in configuration.__dataclass_fields__}
    given = {name: value for name, value in fields.items() if value is not None}
    return dict(given, type=_CONFIGURATION_TYPES[type(configuration).__name__])


def _variables(path, overrides):
    """Values of the variables that the file and its overrides may name, as they are when it is loaded."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        text = ""
    return _environment(_REFERENCE.findall(text) + _REFERENCE.findall(json.dumps(jsonable(overrides))))


def _environment(names):
    return {name: os.environ[name] for name in names if name in os.environ}
