"""Entities from files, by the names that older code imports."""

from promptflow.client import load_connection, load_flow, load_run
from promptflow.entities._experiment import ExperimentTemplate

__all__ = ["load_common", "load_connection", "load_flow", "load_run"]


def load_common(cls, source, **kwargs):
    """What a class is loaded from: a template of experiments, a run, a flow."""
    return ExperimentTemplate(source) if cls is ExperimentTemplate else load_run(source, **kwargs)
