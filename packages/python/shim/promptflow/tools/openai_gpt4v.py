"""OpenAI models that see the images of their prompt."""

from promptflow._core.tool import ToolProvider, tool
from promptflow.connections import OpenAIConnection
from promptflow.contracts.types import PromptTemplate
from promptflow.tools._vision import see


class OpenAI(ToolProvider):
    def __init__(self, connection: OpenAIConnection):
        self.connection = connection

    @tool
    def chat(
        self,
        prompt: PromptTemplate,
        model: str = "gpt-4-vision-preview",
        temperature: float = 1.0,
        top_p: float = 1.0,
        stop: list = None,
        max_tokens: int = None,
        presence_penalty: float = 0,
        frequency_penalty: float = 0,
        seed: int = None,
        detail: str = "auto",
        **kwargs,
    ):
        return see(self.connection, prompt, model, dict(locals()))
