"""`promptflow.entities`: what describes tools, contexts and runs."""

from typing import Any, Optional

from promptflow._core.input_settings import DynamicList, GeneratedBy, InputSetting
from promptflow.connections import (
    AzureAIServicesConnection,
    AzureContentSafetyConnection,
    AzureOpenAIConnection,
    CognitiveSearchConnection,
    CustomConnection,
    FormRecognizerConnection,
    OpenAIConnection,
    QdrantConnection,
    SerpConnection,
    ServerlessConnection,
    WeaviateConnection,
)

__all__ = [
    "AzureAIServicesConnection",
    "AzureContentSafetyConnection",
    "AzureOpenAIConnection",
    "CognitiveSearchConnection",
    "CustomConnection",
    "DynamicList",
    "FlowContext",
    "FormRecognizerConnection",
    "GeneratedBy",
    "InputSetting",
    "OpenAIConnection",
    "QdrantConnection",
    "Run",
    "SerpConnection",
    "ServerlessConnection",
    "WeaviateConnection",
]


class FlowContext:
    """Connections, variant and overrides of a flow that is called as a function."""

    def __init__(self, *, connections=None, variant=None, overrides=None, streaming=None, **kwargs):
        self.connections = connections or {}
        self.variant = variant
        self.overrides = overrides or {}
        self.streaming = streaming
        self.environment_variables = kwargs.get("environment_variables", {})


class Run:
    """A batch run, by its name and what it was made from."""

    def __init__(self, flow: Any = None, name: Optional[str] = None, **kwargs):
        self.flow = flow
        self.name = name
        self.__dict__.update(kwargs)
