"""Arguments as the engine sends them: JSON in place, everything else described beside it in `special`."""


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
        return values

    def _special(self, special, tool):
        kind = special["kind"]
        if kind == "live":
            return self._worker.find(special["handle"])
        if kind == "list":
            items = special["items"]
            for index, handle in special["live"]:
                items[index] = self._worker.find(handle)
            return items
        return self._connection(special, tool)

    def _connection(self, special, tool):
        """The same object for the same connection, as code that caches by identity expects."""
        key = (special["connection"]["name"], id(tool) if special["customType"] else None)
        known = self._connections.get(key)
        if known is None or known[0] != special:
            from promptflow.connections._build import build

            known = self._connections[key] = (special, build(special["connection"], special["customType"], tool.module))
        return known[1]
