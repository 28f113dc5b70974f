"""Arguments as the engine sends them: JSON in place, everything else described beside it in `special`."""


class Init:
    """Arguments of a constructor, put together when an object is made; `special` has them under `init.<name>`."""

    def __init__(self, arguments, message, tool):
        self._arguments = arguments
        self._message = message
        self._tool = tool

    @property
    def names(self):
        return list(self._message["init"])

    def values(self):
        special = self._message["special"]
        own = {name[5:]: special[name] for name in special if name.startswith("init.")}
        return self._arguments.of(self._message["init"], own, self._tool)


class Arguments:
    def __init__(self, worker):
        self._worker = worker
        self._connections = {}

    def of(self, values, special, tool):
        """Fills the places of `values` that are not JSON. Order is the engine's."""
        if special:
            for name in values:
                if name in special:
                    values[name] = self._special(special[name], tool)
        if tool.prompt_parameter in values and type(values[tool.prompt_parameter]) is str:
            from promptflow.contracts.types import PromptTemplate

            values[tool.prompt_parameter] = PromptTemplate(values[tool.prompt_parameter])
        for name in tool.assistants:
            if type(values.get(name)) is dict:
                from .assistants import assistant

                values[name] = assistant(values[name], self._worker.tools.folder)
        return values

    def _special(self, special, tool):
        kind = special["kind"]
        if kind == "live" or kind == "stream":
            return self._live(special["handle"], special.get("name"))
        if kind == "list":
            items = special["items"]
            for index, handle, name in special["live"]:
                items[index] = self._live(handle, name)
            return items
        if kind == "configuration":
            return self._configuration(special, tool)
        return self._connection(special, tool)

    def _configuration(self, special, tool):
        """A model configuration; its connection, if it names one, gives what the configuration leaves out."""
        from promptflow import core

        values = special["values"]
        made = getattr(core, special["class"])(**values)
        if special["connection"] is None:
            return made
        connection = self._connection({**special, "customType": None}, tool)
        return made.connected(connection)

    def _live(self, handle, stream):
        """A live value; with the name of a `stream` the one generator of this line that reads it."""
        if stream is None:
            return self._worker.live.find(handle)
        made = self._worker.live.objects.get(handle)
        if made is None:
            from .streams import generator_of

            made = self._worker.live.objects[handle] = generator_of(self._worker, handle, stream)
        return made

    def _connection(self, special, tool):
        """The same object for the same connection, as code that caches by identity expects."""
        key = (special["connection"]["name"], id(tool) if special["customType"] else None)
        known = self._connections.get(key)
        if known is None or known[0] != special:
            from promptflow.connections._build import build

            known = self._connections[key] = (special, build(special["connection"], special["customType"], tool.module))
        return known[1]
