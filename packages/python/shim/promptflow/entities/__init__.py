"""`promptflow.entities`: what describes tools, contexts and runs."""

from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

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
from promptflow.entities._run import Run

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
