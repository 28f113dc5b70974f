from promptflow.contracts.types import PromptTemplate
from promptflow.tools._ask import call


def llm(connection, prompt: PromptTemplate, api: str = "chat", **kwargs):
    return call("promptflow.tools.llm.llm", connection=connection, prompt=prompt, api=api, **kwargs)
