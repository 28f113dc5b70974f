import asyncio
import os
from pathlib import Path

from promptflow.client import PFClient, load_flow
from promptflow.connections import OpenAIConnection
from promptflow.core import AsyncFlow, Flow, tool
from promptflow.entities import FlowContext
from promptflow.tools.common import render_jinja_template

HERE = Path(__file__).parent.parent
inner = load_flow(HERE / "inner")
AT_IMPORT = {
    "flow": inner(a="import"),
    "connection": PFClient().connections.get("mine").api_key,
    "template": render_jinja_template("{{x}} and {{y}}", x=1.0, y=[None]),
}


def raised(call):
    try:
        return ["answered", call()]
    except Exception as error:
        names = [kind.__name__ for kind in type(error).__mro__]
        cause = error.__cause__
        return [names[: names.index("PromptflowException")], repr(cause) if isinstance(cause, ValueError) else None]


def within(path, **context):
    flow = load_flow(HERE / path)
    flow.context = FlowContext(**context)
    return flow


@tool
def ask(q: str):
    os.environ["OF_CODE"] = "from the code"
    connection = PFClient().connections.get("mine")
    fresh = OpenAIConnection(api_key="sk-fresh", base_url=connection.base_url)
    line = inner.invoke({"a": q})
    streamed = within("pieces", streaming=True)(q=q)["answer"]
    return {
        "at_import": AT_IMPORT,
        "called": inner(a=q, n="3"),
        "record": [line.output, line.run_info.status.name, line.run_info.inputs, line.run_info.index],
        "nodes": {name: [node.status.name, node.output, node.logs["stderr"]] for name, node in line.node_run_infos.items()},
        "overrides": within("inner", overrides={"nodes.up.inputs.suffix": {"a": [1.0]}, "inputs.n.default": 7})(a=q),
        "variant": within("model", variant="${ask.two}", overrides={"nodes.ask.inputs.q": "over"})(q=q),
        "connection": within("model", connections={"ask": {"connection": "other", "model": "m9"}})(q=q),
        "fresh": within("model", connections={"ask": {"connection": fresh}})(q=q),
        "pieces": [type(streamed).__name__, streamed.__qualname__, list(streamed)],
        "joined": load_flow(HERE / "pieces")(q=q),
        "core": ["".join(Flow.load(HERE / "model")(q=q)["answer"]).strip()],
        "async": asyncio.run(awaited(q)),
        "errors": [
            raised(lambda: inner(a="bad")),
            raised(lambda: inner()),
            raised(lambda: inner("x")),
            raised(lambda: inner(a="x", n="many")),
            raised(lambda: inner(a="x", more=1)),
            raised(lambda: load_flow(HERE / "nothing")),
            raised(lambda: load_flow(HERE / "class")(q=q)),
            raised(lambda: within("model", connections={"ask": {"connection": "absent"}})(q=q)),
            raised(lambda: within("model", variant="${ask.three}")(q=q)),
            raised(lambda: PFClient().test(HERE / "inner", inputs={"a": "bad"})),
            raised(lambda: PFClient().test(HERE / "inner", inputs={})),
            raised(lambda: PFClient().connections.get("absent")),
        ],
        "tested": PFClient().test(HERE / "inner", inputs={"a": q}),
        "node": PFClient().test(HERE / "inner", node="num", inputs={"n": 4}),
    }


async def awaited(q):
    answer = await AsyncFlow.load(HERE / "pieces")(q=q)
    return [piece async for piece in answer["answer"]]
