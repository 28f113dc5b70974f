"""Flows as functions. The engine runs them."""

import json
import os
import re
from pathlib import Path

from promptflow import _engine
from promptflow._asker import asked


def plain(value, images=True):
    """Inputs for the engine as JSON: connections and model configurations as dicts, and images, unless the way to the
    engine has a form for them."""
    if getattr(type(value), "__millrace_connection__", False):
        return {
            "name": value.name,
            "type": value.class_name,
            "module": value.module,
            "configs": {key: item for key, item in value.configs.items() if item is not None},
            "secrets": {key: item for key, item in value.secrets.items() if item is not None},
        }
    if isinstance(value, dict):
        return {str(key): plain(item, images) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, images) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name), images) for name in value.__dataclass_fields__}
    if images and hasattr(value, "__millrace_json__"):
        return value.__millrace_json__()
    return value


class _Loaded:
    def __init__(self, path):
        self.path = os.path.abspath(os.fspath(path))
        self.name = os.path.basename(self.path)

    @classmethod
    def load(cls, source, **kwargs):
        if not os.path.exists(source):
            from promptflow.exceptions import UserErrorException

            raise UserErrorException("Flow path %s does not exist." % os.path.abspath(source))
        if os.fspath(source).lower().endswith(".prompty"):
            from promptflow.core._prompty import AsyncPrompty, Prompty

            return (AsyncPrompty if issubclass(cls, AsyncFlow) else Prompty).load(source, **kwargs)
        return cls(source, **kwargs)


class Flow(_Loaded):
    """`Flow.load(path)(question=…)` answers the outputs as a dict. Those that are generators are answered as such."""

    _streams = True

    def __init__(self, path, **kwargs):
        from promptflow.entities import FlowContext

        super().__init__(path)
        self.path = Path(_file_of(self.path))
        self.code = self.path if self.path.is_dir() else self.path.parent
        self.name = self.code.name
        self.context = FlowContext()

    def __call__(self, *args, **kwargs):
        return self._called(_keywords(args, kwargs)).output

    def invoke(self, inputs, **kwargs):
        """Outputs and how it went: a LineResult."""
        return self._called(inputs, details=True)

    def _called(self, inputs, details=False, iterate=None):
        if _is_flex(self.path):
            from promptflow.exceptions import UserErrorException

            raise UserErrorException("%s is a FlexFlow, which can not be called as a function: call its entry." % self.path)
        from promptflow.tracing import _spans

        context = self.context
        streams = self._streams or bool(context.streaming)
        given = {
            "path": os.fspath(self.path),
            "inputs": jsonable(plain(dict(inputs))),
            "context": jsonable(plain(vars(context))),
            "streaming": streams,
            "details": details or _spans.enabled(),
        }
        answer = _raised(_engine.ask("flow", asked(given), plain=False))
        outputs = restored(json.loads(answer["outputs"]))
        for output, name in (answer.get("generators") or {}).items():
            outputs[output] = (iterate or pieces)(answer["stream"], output, name)
        records = json.loads(answer["details"]) if answer.get("details") else {}
        calls = [call for node in records.get("node_runs") or [] for call in node["api_calls"] or []]
        _spans.graft(sorted(calls, key=lambda call: call["start_time"]))
        return LineResult(outputs, records)


class LoadedFlow(Flow):
    """What `load_flow` answers: outputs are joined unless its context says `streaming`."""

    _streams = False


class AsyncFlow(Flow):
    """The same to be awaited: `await AsyncFlow.load(path)(question=…)`."""

    async def __call__(self, *args, **kwargs):
        return (await self._awaited(_keywords(args, kwargs))).output

    async def invoke(self, inputs, **kwargs):
        return await self._awaited(inputs, details=True)

    invoke_async = invoke

    async def _awaited(self, inputs, details=False):
        return await _apart(lambda: self._called(inputs, details, async_pieces))


async def _apart(work):
    import asyncio
    import contextvars

    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(None, lambda: context.run(work))


def _keywords(args, kwargs):
    if args:
        from promptflow.exceptions import UserErrorException

        raise UserErrorException("Flow can only be called with keyword arguments.")
    return kwargs


def _is_flex(path):
    """Whether a flow's file has an `entry`, as text: YAML is not in the standard library."""
    file = _file_of(path)
    if not os.path.isfile(file):
        return False
    with open(file, encoding="utf-8") as lines:
        return any(line.startswith("entry:") for line in lines)


def _file_of(path):
    """The flow's file in a folder; any other path as it is."""
    names = ("flow.dag.yaml", "flow.dag.yml", "flow.flex.yaml", "flow.flex.yml") if os.path.isdir(path) else ()
    return next((file for file in (os.path.join(path, name) for name in names) if os.path.isfile(file)), path)


def jsonable(value):
    """The value with all that JSON has no form for as it prints."""
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def restored(value):
    """Outputs as the code gets them: images as objects."""
    if isinstance(value, list):
        return [restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, content),) = value.items()
        found = re.match(r"data:(image/[\w.+*-]+);base64$", key)
        if found and isinstance(content, str):
            import base64

            from promptflow.contracts.multimedia import Image

            return Image(base64.b64decode(content), found.group(1))
    return {key: restored(item) for key, item in value.items()}


def pieces(stream, output, name):
    """The generator of an output that is still being made."""
    return _named(_pieces(stream, output), name)


def async_pieces(stream, output, name):
    return _async_pieces(stream, output)


def _pieces(stream, output):
    while True:
        found, item = _next(stream, output)
        if not found:
            return
        yield item


async def _async_pieces(stream, output):
    while True:
        found, item = await _apart(lambda: _next(stream, output))
        if not found:
            return
        yield item


def _next(stream, output):
    answer = _raised(_engine.ask("flow-next", {"stream": stream, "output": output}))
    return "item" in answer, answer.get("item")


def _named(generator, name):
    generator.__name__ = name.rsplit(".", 1)[-1]
    generator.__qualname__ = name
    return generator


def _raised(answer):
    """The answer, or the exception that the flow ended with, from what its tool raised."""
    error = answer.get("error")
    if error is None:
        return answer
    from promptflow._sdk._errors import with_codes

    made = with_codes(error)
    cause = error["cause"]
    if cause is None:
        raise made
    import builtins

    kind = getattr(builtins, cause["type"], None)
    known = isinstance(kind, type) and issubclass(kind, Exception)
    try:
        inner = (kind if known else type(cause["type"], (Exception,), {}))(cause["message"])
    except Exception:
        inner = Exception(cause["message"])
    raise made from inner


class LineResult:
    """Outputs of one line, and the records of the flow and of its nodes."""

    def __init__(self, output, details):
        from promptflow.contracts.run_info import FlowRunInfo, RunInfo

        flows = details.get("flow_runs") or []
        self.output = output
        self.aggregation_inputs = {}
        # a flow that is called has no line number
        self.run_info = FlowRunInfo.of({**flows[0], "run_id": flows[0]["root_run_id"], "index": None}) if flows else None
        nodes = details.get("node_runs") or []
        self.node_run_infos = {node["node"]: RunInfo.of({**node, "index": None}) for node in nodes}

    def __repr__(self):
        return "LineResult(output=%r)" % (self.output,)


def __getattr__(name):
    # code imports prompties from here too
    if name in ("AsyncPrompty", "Prompty"):
        from promptflow.core import _prompty

        return getattr(_prompty, name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
