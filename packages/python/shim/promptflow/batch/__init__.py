"""`BatchEngine`: a batch run that leaves its outputs in a folder of the caller's (spec 4.5)."""

from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

import os
import shutil

from promptflow.contracts.run_info import Status

__all__ = ["BatchEngine", "BatchResult"]


class BatchResult:
    """How a batch went."""

    def __init__(self, run, metrics):
        counts = run.properties.get("system_metrics") or {}
        self.status = Status(run.status)
        self.completed_lines = counts.get("__pf__.lines.completed", 0)
        self.failed_lines = counts.get("__pf__.lines.failed", 0)
        self.total_lines = self.completed_lines + self.failed_lines
        self.start_time = run._created_on
        self.end_time = run._end_time
        self.metrics = metrics
        self.system_metrics = counts


class BatchEngine:
    """Connections are those of the engine's store. The run stays among its runs."""

    def __init__(self, flow_file, working_dir=None, *, connections=None, init_kwargs=None, **kwargs):
        self._flow = os.path.abspath(os.path.join(working_dir or "", flow_file))
        self._init = init_kwargs

    def run(self, input_dirs, inputs_mapping, output_dir, run_id=None, **kwargs):
        """Runs every row of `input_dirs["data"]` and writes `output.jsonl` into `output_dir`."""
        from promptflow.client import PFClient
        from promptflow.exceptions import UserErrorException

        if list(input_dirs) != ["data"]:
            raise UserErrorException("The inputs of a batch are those of data, not of %s." % ", ".join(input_dirs))
        client = PFClient()
        run = client.run(
            flow=self._flow,
            data=input_dirs["data"],
            column_mapping=inputs_mapping,
            name=run_id,
            init=self._init,
        )
        os.makedirs(output_dir, exist_ok=True)
        made = run._output_path / "flow_outputs" / "output.jsonl"
        if made.exists():
            shutil.copy(made, output_dir)
        return BatchResult(run, client.get_metrics(run))
