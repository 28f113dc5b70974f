"""Vector DB Lookup: what is nearest to a vector in Azure AI Search, Qdrant or Weaviate, by REST."""

import json
from typing import Union

from promptflow._core.tool import ToolProvider, tool
from promptflow.connections import CognitiveSearchConnection, QdrantConnection, WeaviateConnection
from promptflow.core._flow import plain
from promptflow.exceptions import SystemErrorException, UserErrorException
from promptflow.tools._http import Unreachable, send
from promptflow_vectordb.tool import _search_service


class VectorDBLookup(ToolProvider):
    def __init__(self, connection: Union[CognitiveSearchConnection, QdrantConnection, WeaviateConnection]):
        super().__init__()
        self.connection = connection

    @tool
    def search(
        self,
        vector: list,
        top_k: int = 3,
        index_name: str = None,
        collection_name: str = None,
        class_name: str = None,
        text_field: str = None,
        vector_field: str = None,
        search_params: dict = None,
        search_filters: dict = None,
    ):
        """`[{"text", "vector", "score", "metadata", "original_entity"}]`, best first."""
        kind = type(self.connection).__name__
        if kind == "CognitiveSearchConnection":
            return self._search_service(index_name, text_field, vector_field, vector, top_k, search_params, search_filters)
        if kind == "QdrantConnection":
            return self._qdrant(collection_name, text_field, vector, top_k, search_params, search_filters)
        return self._weaviate(class_name, text_field, vector, top_k, search_filters)

    def _search_service(self, name, text, field, vector, top_k, parameters, filters):
        _needed(index_name=name, vector_field=field)
        query = {"top": top_k, "vectorQueries": [_search_service.vector_query(field, vector, top_k)]}
        body = {**query, **(filters or {}), **(parameters or {})}
        connection = plain(self.connection)
        rows = _search_service.ask(self.connection.api_base, name, body, connection, self.connection.api_version)
        return [_row(row, row.get(text), row.get(field), row.get("@search.score")) for row in rows]

    def _qdrant(self, name, text, vector, top_k, parameters, filters):
        _needed(collection_name=name)
        body = {"vector": vector, "limit": top_k, "with_payload": True, "with_vector": True}
        if filters:
            body["filter"] = filters
        if parameters:
            body["params"] = parameters
        path = "/collections/%s/points/search" % name
        found = self._post(path, {"api-key": self.connection.api_key}, body)["result"]
        rows = [(point.get("payload") or {}, point.get("vector"), point.get("score")) for point in found]
        return [_row(payload, payload.get(text or "text"), held, score) for payload, held, score in rows]

    def _weaviate(self, name, text, vector, top_k, filters):
        _needed(class_name=name, text_field=text)
        where = ", where: %s" % _graphql(filters) if filters else ""
        query = "{ Get { %s(nearVector: {vector: %s}, limit: %d%s) { %s _additional { distance vector } } } }" % (
            name,
            json.dumps(vector),
            top_k,
            where,
            text,
        )
        head = {"Authorization": "Bearer " + self.connection.api_key}
        answer = self._post("/v1/graphql", head, {"query": query})
        if answer.get("errors"):
            raise UserErrorException("Weaviate answered: %s" % json.dumps(answer["errors"])[:500])
        rows = answer["data"]["Get"][name]
        return [_row(row, row.get(text), row["_additional"]["vector"], row["_additional"]["distance"]) for row in rows]

    def _post(self, path, headers, body):
        base = self.connection.api_base.rstrip("/")
        try:
            answer = send("POST", base + path, headers, body)
        except Unreachable as error:
            raise SystemErrorException("%s could not be reached: %s" % (base, error)) from None
        if not answer.ok:
            kind = SystemErrorException if answer.status >= 500 else UserErrorException
            raise kind("%s answered %d: %s" % (base, answer.status, answer.text[:500]))
        return answer.json()


def _needed(**inputs):
    missing = [name for name, value in inputs.items() if not value]
    if missing:
        raise UserErrorException("This connection needs the inputs %s." % ", ".join(missing))


def _row(entity, text, vector, score):
    return {"text": text, "vector": vector, "score": score, "metadata": None, "original_entity": entity}


def _graphql(value):
    """JSON as GraphQL writes it: names without quotes."""
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (key, _graphql(item)) for key, item in value.items())
    if isinstance(value, list):
        return "[%s]" % ", ".join(map(_graphql, value))
    return value if isinstance(value, str) and value.isupper() else json.dumps(value)
