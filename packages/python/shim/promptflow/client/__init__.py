"""`promptflow.client`: the engine's operations, asked for from Python (surface.md 2.1)."""

from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

import os

from promptflow.client._connections import ConnectionOperations
from promptflow.client._experiments import ExperimentOperations
from promptflow.client._flows import FlowOperations
from promptflow.client._operations import ask, path_of
from promptflow.client._runs import RunOperations
from promptflow.client._tools import ToolOperations
from promptflow.core._flow import LoadedFlow
from promptflow.entities import Run

__all__ = ["PFClient", "load_connection", "load_flow", "load_run"]


def load_flow(source, **kwargs):
    return LoadedFlow.load(source, **kwargs)


def load_run(source, params_override=None, **kwargs):
    """A Run of a run file (spec 8.3), with the fields of each dict in `params_override` over its own."""
    overrides = {key: value for fields in params_override or [] for key, value in fields.items()}
    answer = ask("load_run", source=_file(source), overrides=overrides)
    names = {"displayName": "display_name", "columnMapping": "column_mapping", "environment": "environment_variables"}
    return Run(**{names.get(key, key): value for key, value in answer.items()})


def load_connection(source, params_override=None, **kwargs):
    """A connection of a YAML or .env file, not stored."""
    from promptflow.connections._build import build

    overrides = {key: value for fields in params_override or [] for key, value in fields.items()}
    return build(ask("load_connection", source=_file(source), overrides=overrides), None, None)


def _file(source):
    if not os.path.isfile(source):
        from promptflow.exceptions import UserErrorException

        raise UserErrorException("No such file or directory: %s" % os.fspath(source))
    return path_of(source)


class PFClient:
    """The local client. It works where the engine is: in a tool, or in a script that `millrace python` runs. `config`
    holds settings by dotted key that go before those of the files."""

    def __init__(self, *, connection_provider=None, config=None, credential=None, user_agent_override=None, **kwargs):
        provider = {} if connection_provider is None else {"connection.provider": connection_provider}
        self.settings = {str(key): str(value) for key, value in {**(config or {}), **provider}.items()}
        self.flows = FlowOperations(self)
        self.runs = RunOperations(self)
        self.connections = ConnectionOperations(self)
        self.tools = ToolOperations(self)
        self._experiments = ExperimentOperations(self)

    @property
    def _config(self):
        from promptflow._sdk._configuration import Configuration

        return Configuration(self.settings)

    def _ensure_connection_provider(self):
        return self._config.get_connection_provider()

    @property
    def traces(self):
        from promptflow.exceptions import UserErrorException

        raise UserErrorException("Millrace keeps no traces for this client yet: use the runs' records.")

    def run(
        self,
        flow=None,
        *,
        data=None,
        run=None,
        column_mapping=None,
        variant=None,
        connections=None,
        environment_variables=None,
        name=None,
        display_name=None,
        tags=None,
        resume_from=None,
        code=None,
        init=None,
        **kwargs,
    ):
        """Creates a run and waits for its end; with `stream=True` its log is printed. `resume_from` takes name,
        display_name and tags only."""
        given = {
            "flow": flow,
            "data": data,
            "run": run,
            "column_mapping": column_mapping,
            "variant": variant,
            "connections": connections,
            "environment_variables": environment_variables,
            "code": code,
            "init": init,
        }
        given = {key: value for key, value in given.items() if value}
        named = {"name": name, "display_name": display_name, "tags": tags}
        if resume_from:
            if given:
                raise ValueError("'resume_from' cannot be used together with %s." % given)
            return self.runs.create(resume_from=resume_from, **named, **kwargs)
        _check(given)
        return self.runs.create(**given, **named, **kwargs)

    def stream(self, run, raise_on_error=True):
        return self.runs.stream(run, raise_on_error)

    def get_details(self, run, max_results=100, all_results=False):
        return self.runs.get_details(run, max_results, all_results)

    def get_metrics(self, run):
        return self.runs.get_metrics(run)

    def visualize(self, runs):
        self.runs.visualize(runs)

    def test(self, flow, *, inputs=None, variant=None, node=None, environment_variables=None, init=None):
        return self.flows.test(
            flow, inputs=inputs, variant=variant, node=node, environment_variables=environment_variables, init=init
        )


def _check(given):
    """What the original finds before it looks at the flow."""
    if "flow" not in given:
        raise ValueError("'flow' is required to create a run.")
    if "data" not in given and "run" not in given:
        raise ValueError("at least one of data or run must be provided")
    data = given.get("data")
    if data is not None and not os.path.exists(data) and ":" not in str(data):
        raise FileNotFoundError("data path %s does not exist" % data)
