from promptflow.core._flow import AsyncFlow, LoadedFlow
from promptflow.core._prompty import AsyncPrompty, Prompty
from promptflow.entities import FlowContext

Flow = FlexFlow = LoadedFlow

__all__ = ["AsyncFlow", "AsyncPrompty", "FlexFlow", "Flow", "FlowContext", "Prompty"]
