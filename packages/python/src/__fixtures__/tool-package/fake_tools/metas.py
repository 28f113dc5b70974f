# what a meta in YAML says for editors; the decorator has no words for it
EDITOR = {"enabled_by_type": ["OpenAIConnection"], "filter_by": "text", "advanced": True, "groups": ["a"]}


def _tool(function, kind="python", **more):
    return {"name": function, "type": kind, "module": "fake_tools.tools", "function": function, "inputs": {}, **more}


def package_tools():
    connection = {"type": ["CustomConnection"], "custom_type": ["Strong"]}
    return {
        "fake_tools.tools.repeat": _tool(
            "repeat",
            inputs={"text": {"type": ["string"]}, "n": {"type": ["int"], "default": "4", **EDITOR}},
            deprecated_tools=["old.repeat"],
        ),
        "fake_tools.tools.ask": _tool(
            "ask", "custom_llm", inputs={"connection": connection, "name": {"type": ["string"]}}
        ),
        "fake_tools.tools.Greeter.greet": _tool(
            "greet",
            class_name="Greeter",
            inputs={"hello": {"type": ["string"]}, "size": {"type": ["int"]}, "who": {"type": ["string"]}},
        ),
        "fake_tools.aside.aside": {**_tool("aside"), "module": "fake_tools.aside"},
        "fake_tools.tools.one": _tool("one", deprecated_tools=["old.both"]),
        "fake_tools.tools.two": _tool("two", deprecated_tools=["old.both"]),
    }
