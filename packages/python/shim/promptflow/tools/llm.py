"""`llm`: chat or completion with Azure OpenAI, OpenAI or a serverless endpoint. Nodes of a flow run it in the engine."""

from typing import Union

from promptflow._core.tool import tool
from promptflow.connections import AzureOpenAIConnection, OpenAIConnection, ServerlessConnection
from promptflow.contracts.types import PromptTemplate
from promptflow.tools._ask import call


@tool(streaming_option_parameter="stream")
def llm(
    connection: Union[AzureOpenAIConnection, OpenAIConnection, ServerlessConnection],
    prompt: PromptTemplate,
    api: str = "chat",
    deployment_name: str = "",
    model: str = "",
    temperature: float = 1.0,
    top_p: float = 1.0,
    stop: list = None,
    max_tokens: int = None,
    presence_penalty: float = None,
    frequency_penalty: float = None,
    logit_bias: dict = {},
    response_format: object = None,
    seed: int = None,
    suffix: str = None,
    logprobs: int = None,
    echo: bool = False,
    best_of: int = 1,
    tools: list = None,
    tool_choice: object = None,
    stream: bool = False,
    **kwargs,
):
    values = dict(locals())
    more = values.pop("kwargs")
    return call("promptflow.tools.llm.llm", **{**more, **values})
