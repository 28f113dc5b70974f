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
    """A batch run: made with what is to run, or answered by the client with how it went."""

    def __init__(self, flow: Any = None, name: Optional[str] = None, **kwargs):
        self.flow = flow
        self.name = name
        self.status = kwargs.pop("status", None)
        self.display_name = kwargs.pop("display_name", None)
        self.description = kwargs.pop("description", None)
        self.tags = kwargs.pop("tags", None)
        self.properties = kwargs.pop("properties", None) or {}
        self.data = kwargs.pop("data", None)
        self.run = kwargs.pop("run", None)
        self.column_mapping = kwargs.pop("column_mapping", None)
        self.variant = kwargs.pop("variant", None)
        self.__dict__.update(kwargs)

    @classmethod
    def _from_answer(cls, answer):
        properties = answer.get("properties") or {}
        run = cls(
            flow=properties.get("flow_path"),
            column_mapping=properties.get("column_mapping"),
            variant=properties.get("node_variant"),
            **answer,
        )
        run._answer = {key: value for key, value in answer.items() if not key.startswith("_")}
        return run

    @property
    def _output_path(self):
        return self.properties.get("output_path")

    def _to_dict(self):
        return dict(getattr(self, "_answer", None) or {"name": self.name, "display_name": self.display_name})

    def __repr__(self):
        return "Run(name=%r, status=%r)" % (self.name, self.status)
