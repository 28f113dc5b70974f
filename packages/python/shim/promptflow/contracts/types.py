"""Types that annotations name. They are text; only their names say something (spec 2.4)."""

from dataclasses import dataclass, field
from typing import Any, Dict, List

__all__ = ["AssistantDefinition", "FilePath", "PromptTemplate", "Secret"]


class Secret(str):
    """Text that is a secret: of a strong type connection, it is stored encrypted."""

    def set_secret_name(self, name):
        self.secret_name = name


class PromptTemplate(str):
    """The text of the prompt of a custom LLM tool."""


class FilePath(str):
    """The path of a file."""


@dataclass
class AssistantDefinition:
    """An assistant: model, instructions, tools (spec 6.7)."""

    model: str
    instructions: str
    tools: List[Dict[str, Any]] = field(default_factory=list)

    @staticmethod
    def deserialize(data):
        return AssistantDefinition(
            model=data.get("model", ""), instructions=data.get("instructions", ""), tools=data.get("tools", [])
        )

    def serialize(self):
        return {"model": self.model, "instructions": self.instructions, "tools": list(self.tools)}

    def __millrace_json__(self):
        return self.serialize()


class AttrDict(dict):
    """A dict whose keys are attributes too: what `__aggregate__` gets for each line."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(name) from error
