"""Azure AI Search, by REST."""

import json

from promptflow import _engine
from promptflow.exceptions import SystemErrorException, UserErrorException
from promptflow.tools._http import Unreachable, send

VERSION = "2023-11-01"
SCOPE = "https://search.azure.com/.default"
_KINDS = {
    "keyword": (True, False, False),
    "vector": (False, True, False),
    "semantic": (True, False, True),
    "hybrid (vector + keyword)": (True, True, False),
    "hybrid": (True, True, False),
    "hybrid + semantic": (True, True, True),
    "hybrid (vector + keyword) + semantic": (True, True, True),
}


def look_up(index, query, query_type, top_k):
    """Rows of the index that `index` describes."""
    wanted = _KINDS.get(str(query_type).strip().lower())
    if wanted is None:
        raise UserErrorException("query_type %s is none of %s." % (query_type, ", ".join(_KINDS)))
    text, vector, semantic = wanted
    fields = index.fields
    body = {"top": top_k}
    if text:
        body["search"] = query
    if vector:
        body["vectorQueries"] = [vector_query(fields.get("embedding", "contentVector"), index.vector_of(query), top_k)]
    if semantic:
        body["queryType"] = "semantic"
        body["semanticConfiguration"] = index.index.get("semantic_configuration_name") or "azureml-default"
    connection = index.connection()
    base = index.index.get("endpoint") or connection["configs"].get("api_base", "")
    rows = ask(base, index.index.get("index", ""), body, connection, index.index.get("api_version"))
    return [_row(row, fields) for row in rows]


def vector_query(field, vector, top_k):
    return {"kind": "vector", "vector": vector, "fields": field, "k": top_k}


def ask(base, name, body, connection, version=None):
    """Documents that the service found."""
    url = "%s/indexes/%s/docs/search?api-version=%s" % (base.rstrip("/"), name, version or VERSION)
    key = connection["secrets"].get("api_key")
    token = None if key else _engine.ask("entra-token", {"scope": SCOPE})
    try:
        answer = send("POST", url, {"api-key": key} if key else {"Authorization": "Bearer " + token}, body)
    except Unreachable as error:
        raise SystemErrorException("Azure AI Search could not be reached at %s: %s" % (base, error)) from None
    if not answer.ok:
        kind = SystemErrorException if answer.status >= 500 else UserErrorException
        raise kind("Azure AI Search answered %d: %s" % (answer.status, answer.text[:500]))
    return answer.json()["value"]


def _row(row, fields):
    content, embedding = fields.get("content", "content"), fields.get("embedding")
    rest = {key: value for key, value in row.items() if key not in (content, embedding)}
    return {
        "text": row.get(content),
        "metadata": _metadata(row, fields),
        "additional_fields": rest,
        "score": row.get("@search.score"),
    }


def _metadata(row, fields):
    """What the index keeps about a text: JSON in a field, or fields of its own."""
    held = row.get(fields.get("metadata", "meta_json_string"))
    if isinstance(held, str):
        try:
            return json.loads(held)
        except ValueError:
            return {"metadata": held}
    known = ("title", "url", "filename", "metadata")
    return {name: row[fields[name]] for name in known if fields.get(name) in row}
