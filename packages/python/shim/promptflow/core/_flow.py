"""Flows as functions. The engine runs them."""

import os

from promptflow import _engine


def plain(value):
    """Inputs for the engine as JSON: connections and model configurations as dicts."""
    if getattr(type(value), "__millrace_connection__", False):
        return {
            "name": value.name,
            "type": value.class_name,
            "module": value.module,
            "configs": {key: item for key, item in value.configs.items() if item is not None},
            "secrets": {key: item for key, item in value.secrets.items() if item is not None},
        }
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


class _Loaded:
    def __init__(self, path):
        self.path = os.path.abspath(os.fspath(path))
        self.name = os.path.basename(self.path)

    @classmethod
    def load(cls, source, **kwargs):
        if not os.path.exists(source):
            from promptflow.exceptions import UserErrorException

            raise UserErrorException("There is no flow at %s." % source)
        if os.fspath(source).lower().endswith(".prompty"):
            from promptflow.core._prompty import AsyncPrompty, Prompty

            return (AsyncPrompty if issubclass(cls, AsyncFlow) else Prompty).load(source, **kwargs)
        return cls(source, **kwargs)


class Flow(_Loaded):
    """`Flow.load(path)(question=…)` answers the outputs as a dict."""

    def __init__(self, path, **kwargs):
        super().__init__(path)
        self.context = None

    def __call__(self, *args, **kwargs):
        if _is_flex(self.path):
            from promptflow.exceptions import UserErrorException

            raise UserErrorException("%s is a flex flow, which cannot be called: import its entry instead." % self.path)
        return self.invoke(kwargs).output

    def invoke(self, inputs, **kwargs):
        context = plain(vars(self.context)) if self.context is not None else {}
        answer = _engine.ask("flow", {"path": self.path, "inputs": plain(inputs), "context": context})
        return LineResult(answer)


def _is_flex(path):
    """Whether a flow's file has an `entry`, as text: YAML is not in the standard library."""
    names = ("flow.dag.yaml", "flow.dag.yml", "flow.flex.yaml", "flow.flex.yml")
    files = [os.path.join(path, name) for name in names] if os.path.isdir(path) else [path]
    for file in files:
        if os.path.isfile(file):
            with open(file, encoding="utf-8") as lines:
                return any(line.startswith("entry:") for line in lines)
    return False


class AsyncFlow(Flow):
    async def __call__(self, *args, **kwargs):
        return (await self.invoke_async(kwargs)).output

    async def invoke_async(self, inputs, **kwargs):
        import asyncio

        return await asyncio.get_running_loop().run_in_executor(None, self.invoke, inputs)


class LineResult:
    def __init__(self, answer):
        self.output = answer.get("output", answer)
        self.run_info = answer.get("run_info")
        self.node_run_infos = answer.get("node_run_infos", {})
