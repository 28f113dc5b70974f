"""The tools of an assistant: described for a model, and called by their names (spec 6.7)."""


class AssistantTool:
    """`definition` is None for a tool that the service has itself."""

    def __init__(self, name, definition, function=None, predefined=None):
        self.name = name
        self.definition = definition
        self.function = function
        self.predefined = predefined or {}


class AssistantToolInvoker:
    def __init__(self, tools):
        self._assistant_tools = {tool.name: tool for tool in tools}

    def invoke_tool(self, func_name, kwargs):
        """Calls a tool with what the model asked for and what the definition fixes. KeyError for an unknown name."""
        tool = self._assistant_tools[func_name]
        return tool.function(**{**kwargs, **tool.predefined})

    def to_openai_tools(self):
        """As the `tools` of a request."""
        return [tool.definition for tool in self._assistant_tools.values()]
