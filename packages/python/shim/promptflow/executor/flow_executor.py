"""`FlowExecutor`: lines and nodes of a flow, run by the engine (spec 3.2, 3.9)."""

import os
import uuid
from datetime import datetime, timezone

from promptflow.client._operations import ask
from promptflow.contracts.run_info import RunInfo
from promptflow.core._flow import LineResult, LoadedFlow, plain
from promptflow.exceptions import PromptflowException

__all__ = ["FlowExecutor", "LineResult", "execute_flow"]


class FlowExecutor:
    """Made by `create`. Connections are those of the engine's store."""

    def __init__(self, path, raise_ex, init):
        self._path = path
        self._raise = raise_ex
        self._init = init
        self._described = ask("flows.describe", flow=path)
        self._flow = LoadedFlow.load(path)

    @classmethod
    def create(cls, flow_file, connections=None, working_dir=None, *, raise_ex=True, init_kwargs=None, **kwargs):
        """Of a flow file, relative to `working_dir`. FileNotFoundError where there is none."""
        return cls(_path(flow_file, working_dir), raise_ex, init_kwargs)

    @property
    def aggregation_nodes(self):
        return {node["name"] for node in self._described["nodes"] if node.get("aggregation")}

    @property
    def has_aggregation_node(self):
        return bool(self.aggregation_nodes)

    def exec(self, inputs, node_concurrency=16):
        """The outputs of one line."""
        return self._line(inputs).output

    def exec_line(self, inputs, index=None, run_id=None, **kwargs):
        """A LineResult. A line that fails raises what its flow raised; with `raise_ex=False` its record says so."""
        try:
            result = self._line(inputs)
        except PromptflowException as error:
            if self._raise:
                raise
            result = LineResult({}, {"flow_runs": [_failed(inputs, error)]})
        result.run_info.index = index
        if run_id is not None:
            result.run_info.run_id = run_id if index is None else "%s_%d" % (run_id, index)
        if index is not None and isinstance(result.output, dict):
            result.output["line_number"] = index
        return result

    async def exec_line_async(self, inputs, index=None, run_id=None, **kwargs):
        from promptflow._utils.async_utils import sync_to_async

        return await sync_to_async(self.exec_line)(inputs, index=index, run_id=run_id)

    def _line(self, inputs):
        if self._described["kind"] == "dag":
            return self._flow.invoke(inputs)
        began = _now()
        output = ask("flows.test", flow=self._path, inputs=dict(inputs), init=self._init)
        return LineResult(output, {"flow_runs": [_record("Completed", inputs, output, began)]})

    def get_inputs_definition(self):
        """Types and defaults by input."""
        return {port["name"]: port for port in self._described["inputs"]}

    @staticmethod
    def load_and_exec_node(
        flow_file,
        node_name,
        *,
        flow_inputs=None,
        dependency_nodes_outputs=None,
        connections=None,
        working_dir=None,
        raise_ex=False,
        **kwargs,
    ):
        """The record of one node, run alone."""
        path = _path(flow_file, working_dir)
        given = dict(flow_inputs or {})
        given.update(("%s.output" % name, value) for name, value in (dependency_nodes_outputs or {}).items())
        began = _now()
        output = ask("flows.test", flow=path, node=node_name, inputs=plain(given))
        return RunInfo.of({"node": node_name, **_record("Completed", given, output, began)})


def execute_flow(flow_file, working_dir, output_dir, connections, inputs, *, run_id=None, init_kwargs=None, **kwargs):
    """A LineResult of a flow that is run once."""
    executor = FlowExecutor.create(flow_file, connections, working_dir, raise_ex=False, init_kwargs=init_kwargs)
    return executor.exec_line(inputs, index=0, run_id=run_id)


def _path(flow_file, working_dir):
    path = os.path.abspath(os.path.join(working_dir or "", flow_file))
    if not os.path.exists(path):
        raise FileNotFoundError(2, "No such file or directory", path)
    return path


def _now():
    return datetime.now(timezone.utc).isoformat()


def _record(status, inputs, output, began):
    run = str(uuid.uuid4())
    return {
        "run_id": run,
        "parent_run_id": run,
        "root_run_id": run,
        "status": status,
        "error": None,
        "inputs": dict(inputs),
        "output": output,
        "result": output,
        "metrics": None,
        "start_time": began,
        "end_time": _now(),
    }


def _failed(inputs, error):
    inner = None
    for code in reversed(error.error_codes):
        inner = {"code": code, "innerError": inner}
    shown = {"message": error.message, "referenceCode": error.reference_code, **(inner or {})}
    return {**_record("Failed", inputs, None, _now()), "error": shown}
