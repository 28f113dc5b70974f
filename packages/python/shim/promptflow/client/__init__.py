"""`promptflow.client`: the engine's operations, asked for from Python."""

from promptflow import _engine
from promptflow.core._flow import Flow, plain
from promptflow.entities import Run

__all__ = ["PFClient", "load_connection", "load_flow", "load_run"]


def load_flow(source, **kwargs):
    return Flow.load(source, **kwargs)


def load_run(source, params_override=None, **kwargs):
    return Run(**_engine.ask("client", {"operation": "load_run", "arguments": {"source": str(source)}}))


def load_connection(source, **kwargs):
    from promptflow.connections._build import build

    answer = _engine.ask("client", {"operation": "load_connection", "arguments": {"source": str(source)}})
    return build(answer, None, None)


class _Operations:
    """`client.runs.get(name="…")` asks the engine for `runs.get`."""

    def __init__(self, name=""):
        self._name = name

    def _ask(self, operation, args, kwargs):
        arguments = {"args": plain(list(args)), **{key: plain(value) for key, value in kwargs.items()}}
        arguments = {key: _text(value) for key, value in arguments.items() if value is not None}
        return _engine.ask("client", {"operation": self._name + operation, "arguments": arguments})

    def __getattr__(self, operation):
        if operation.startswith("_"):
            raise AttributeError(operation)
        return lambda *args, **kwargs: self._ask(operation, args, kwargs)


def _text(value):
    if isinstance(value, Run):
        return value.name
    if isinstance(value, (str, int, float, bool, list, dict)):
        return value
    return str(value)


class PFClient(_Operations):
    def __init__(self, **kwargs):
        super().__init__()
        self.flows = _Operations("flows.")
        self.runs = _Operations("runs.")
        self.connections = _Connections("connections.")
        self.tools = _Operations("tools.")
        self.traces = _Operations("traces.")


class _Connections(_Operations):
    def get(self, name, **kwargs):
        from promptflow.connections._build import build

        return build(_engine.ask("connection", {"name": name}), None, None)
