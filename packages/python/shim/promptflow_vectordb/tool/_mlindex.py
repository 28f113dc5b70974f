"""The description of an index as Azure Machine Learning writes it (`MLIndex`)."""

from promptflow import _engine
from promptflow.exceptions import UserErrorException


class Index:
    def __init__(self, described, folder=None):
        if not isinstance(described, dict) or not isinstance(described.get("index"), dict):
            raise UserErrorException("mlindex_content must be YAML with `index` (and `embeddings`): it describes no index.")
        self.index = described["index"]
        self.embeddings = described.get("embeddings") or {}
        self.kind = str(self.index.get("kind", ""))
        self.path = self.index.get("path") or folder
        self.fields = self.index.get("field_mapping") or {}

    def connection(self):
        """The connection to the index, as the engine has it."""
        return connection_of(self.index)

    def vector_of(self, query):
        """A text's vector, by the model that the index was made with; a vector stays as it is."""
        if not isinstance(query, str):
            return list(query)
        if self.embeddings.get("kind") not in ("open_ai", "custom"):
            raise UserErrorException(
                "The index's embeddings are of the kind %s, which cannot be made here; open_ai can. A query may be a vector."
                % self.embeddings.get("kind", "none")
            )
        from promptflow.connections._build import build
        from promptflow.tools.embedding import embedding

        connection = build(connection_of(self.embeddings), None, None)
        model = self.embeddings.get("model") or ""
        return embedding(connection, query, deployment_name=self.embeddings.get("deployment") or model, model=model)


def connection_of(part):
    """`connection.id` of a workspace ends in the connection's name; here it is looked up by that."""
    named = part.get("connection") or {}
    name = named.get("name") or str(named.get("id", "")).rstrip("/").rpartition("/connections/")[2]
    if not name:
        raise UserErrorException("The index's description names no connection (connection.id ends in its name).")
    return _engine.ask("connection", {"name": name})
