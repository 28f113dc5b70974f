"""`promptflow.client`: the engine's operations, asked for from Python."""

from promptflow import _engine
from promptflow.client._operations import ConnectionOperations, FlowOperations, RunOperations, create, path_of
from promptflow.core._flow import Flow
from promptflow.entities import Run

__all__ = ["PFClient", "load_connection", "load_flow", "load_run"]


def load_flow(source, **kwargs):
    return Flow.load(source, **kwargs)


def load_run(source, params_override=None, **kwargs):
    answer = _engine.ask("client", {"operation": "load_run", "arguments": {"source": path_of(source)}})
    names = {"displayName": "display_name", "columnMapping": "column_mapping", "environment": "environment_variables"}
    fields = {names.get(key, key): value for key, value in answer.items()}
    for override in params_override or []:
        fields.update(override)
    return Run(**fields)


def load_connection(source, **kwargs):
    from promptflow.connections._build import build

    answer = _engine.ask("client", {"operation": "load_connection", "arguments": {"source": path_of(source)}})
    return build(answer, None, None)


class PFClient:
    """The local client. It works where the engine is: in a tool, or in a script that `millrace python` runs."""

    def __init__(self, **kwargs):
        self.flows = FlowOperations()
        self.runs = RunOperations()
        self.connections = ConnectionOperations()

    def run(self, flow=None, *, data=None, run=None, resume_from=None, **kwargs):
        return create(flow=flow, data=data, run=run, resume_from=resume_from, **kwargs)

    def stream(self, run, raise_on_error=True):
        return self.runs.stream(run, raise_on_error)

    def get_details(self, run, max_results=100, all_results=False):
        return self.runs.get_details(run, max_results, all_results)

    def get_metrics(self, run):
        return self.runs.get_metrics(run)

    def visualize(self, runs):
        self.runs.visualize(runs)

    def test(self, flow, *, inputs=None, variant=None, node=None, environment_variables=None, init=None, **kwargs):
        return self.flows.test(
            flow,
            inputs=inputs,
            variant=variant,
            node=node,
            environment_variables=environment_variables,
            init=init,
            **kwargs,
        )
