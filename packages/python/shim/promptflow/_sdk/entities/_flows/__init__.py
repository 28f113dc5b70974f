from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

from promptflow.core._flow import AsyncFlow, LoadedFlow
from promptflow.core._prompty import AsyncPrompty, Prompty
from promptflow.entities import FlowContext

Flow = FlexFlow = LoadedFlow

__all__ = ["AsyncFlow", "AsyncPrompty", "FlexFlow", "Flow", "FlowContext", "Prompty"]
