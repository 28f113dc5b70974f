"""`llm_vision`: a model of Azure OpenAI or OpenAI that sees the images of its prompt."""

from typing import Union

from promptflow._core.tool import tool
from promptflow.connections import AzureOpenAIConnection, OpenAIConnection
from promptflow.contracts.types import PromptTemplate
from promptflow.tools._vision import see


@tool
def llm_vision(
    connection: Union[AzureOpenAIConnection, OpenAIConnection],
    prompt: PromptTemplate,
    deployment_name: str = "",
    model: str = "",
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
    values = dict(locals())
    name = deployment_name if isinstance(connection, AzureOpenAIConnection) else model
    return see(connection, prompt, name, values)
