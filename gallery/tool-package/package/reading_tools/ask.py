"""A tool with a prompt and a connection of a type of its own."""

import json
from urllib.request import Request, urlopen

from promptflow.connections import CustomStrongTypeConnection
from promptflow.contracts.types import PromptTemplate, Secret
from promptflow.core import tool
from promptflow.tools.common import render_jinja_template


class ReadingService(CustomStrongTypeConnection):
    """A service that answers prompts.

    :param api_base: Where it is; `offline` answers without it.
    :type api_base: str
    :param api_key: Its key.
    :type api_key: Secret
    """

    api_base: str
    api_key: Secret


@tool
def ask(connection: ReadingService, prompt: PromptTemplate, tone: str = "plain", **kwargs) -> str:
    """What the prompt's variables stand for comes in `kwargs`."""
    text = render_jinja_template(prompt, trim_blocks=True, keep_trailing_newline=True, **kwargs).strip()
    if connection.api_base == "offline":
        return "(%s) %s" % (tone, first_sentence(text))
    body = json.dumps({"prompt": text, "tone": tone}).encode("utf-8")
    head = {"Content-Type": "application/json", "Authorization": "Bearer " + connection.api_key}
    with urlopen(Request(connection.api_base, body, head), timeout=60) as answer:
        return json.load(answer)["text"]


def first_sentence(text):
    """So that the sample runs without a service: what the prompt was given, up to its first full stop."""
    told = text.splitlines()[-1]
    return told.split(". ")[0].rstrip(".") + "."
