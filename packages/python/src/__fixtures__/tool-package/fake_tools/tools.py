from promptflow._core.tool import InputSetting
from promptflow.connections import CustomStrongTypeConnection
from promptflow.contracts.types import PromptTemplate, Secret
from promptflow.core import ToolProvider, tool


class Strong(CustomStrongTypeConnection):
    api_key: Secret
    api_base: str = "nowhere"


@tool
def repeat(text: str, n: int = 2) -> str:
    return text * n


@tool
def ask(connection: Strong, prompt: PromptTemplate, name: str = "nobody", **kwargs) -> str:
    return repr((type(connection).__name__, connection.api_base, str(prompt), name, sorted(kwargs.items())))


class Greeter(ToolProvider):
    def __init__(self, hello: str, size: int = 1):
        super().__init__()
        self.hello = hello * size

    @tool
    def greet(self, who: str) -> str:
        return self.hello + " " + who


@tool
def one():
    return 1


@tool(input_settings={"nope": InputSetting(allow_manual_entry=True)})
def two(a: str = ""):
    return 2


def choices(prefix: str = "", size: int = 3, **kwargs):
    return [{"value": "%s_%d" % (prefix, i), "display_value": "d%d" % i} for i in range(size)]


def wrong():
    return ["a"]


def nothing():
    return None


def unserializable():
    return [{"value": object()}]


def without_value():
    return [{"display_value": "x"}]


def fails():
    return 1 / 0


def generate(kind: str, index: str = "i"):
    return "%s/%s" % (kind, index)


def reverse(text: str):
    kind, index = text.split("/")
    return {"kind": kind, "index": index}


def sleeps():
    import time

    time.sleep(60)
