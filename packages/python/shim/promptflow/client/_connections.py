"""`PFClient().connections`: connections as objects; secrets are hidden in lists, and where it is asked for (spec 7)."""

from promptflow import _engine
from promptflow.client._operations import Operations
from promptflow.connections import CustomStrongTypeConnection
from promptflow.connections._build import RESERVED, build
from promptflow.core._flow import plain

class ConnectionOperations(Operations):
    """Connections of this machine's store."""

    def get(self, name, *, with_secrets=True, raise_error=True, **kwargs):
        from promptflow._sdk._errors import ConnectionNotFoundError

        try:
            found = _engine.ask("connection", {"name": name}, plain=False)
        except ConnectionNotFoundError:
            if raise_error:
                raise
            return None
        if not with_secrets:
            found = {**found, "secrets": {key: "******" for key in found["secrets"]}}
        return build(found, None, None)

    def list(self, max_results=50, all_results=False):
        limit = None if all_results else max_results
        return [build(one, None, None) for one in self._ask("connections.list", max_results=limit)]

    def delete(self, name):
        self._ask("connections.delete", name=name)

    def create_or_update(self, connection, **kwargs):
        """Stores it and answers it as stored. A secret that is `******` stays what it was."""
        if connection.name is None:
            from promptflow._sdk._errors import ConnectionNameNotSetError

            raise ConnectionNameNotSetError("Name is required to create or update connection.")
        fields = {"name": connection.name, **fields_of(connection)}
        return build(self._ask("connections.create_or_update", fields=fields), None, None)


def fields_of(connection):
    """A connection as the YAML file of one has it."""
    given = plain(connection)
    configs, secrets = given["configs"], given["secrets"]
    kind = connection._file_type()
    if kind != "custom":
        return {"type": kind, **configs, **secrets}
    if isinstance(connection, CustomStrongTypeConnection):
        kind = type(connection)
        named = {RESERVED + "custom_type": kind.__name__, RESERVED + "module": kind.__module__}
        configs = {**configs, **named}
    return {"type": "custom", "configs": configs, "secrets": secrets}
