from promptflow.contracts.run_info import FlowRunInfo, RunInfo
from promptflow.core._flow import LineResult

__all__ = ["FlowRunInfo", "LineResult", "RunInfo"]
