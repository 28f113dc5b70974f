def _tool(function, kind="python", **more):
    return {"name": function, "type": kind, "module": "fake_tools.tools", "function": function, "inputs": {}, **more}


def package_tools():
    connection = {"type": ["CustomConnection"], "custom_type": ["Strong"]}
    return {
        "fake_tools.tools.repeat": _tool(
            "repeat",
            inputs={"text": {"type": ["string"]}, "n": {"type": ["int"], "default": "4"}},
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
        "fake_tools.tools.one": _tool("one", deprecated_tools=["old.both"]),
        "fake_tools.tools.two": _tool("two", deprecated_tools=["old.both"]),
    }
