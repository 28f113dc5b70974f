"""Index Lookup: texts that match queries, from the index that `mlindex_content` describes."""

from typing import List, Union

from promptflow import _engine
from promptflow._core.tool import tool
from promptflow.exceptions import UserErrorException
from promptflow_vectordb.tool import _faiss, _pgvector, _search_service
from promptflow_vectordb.tool._mlindex import Index


@tool
def search(mlindex_content: str, queries: Union[str, List[str]], query_type: str = "Keyword", top_k: int = 3):
    """For each query a list of `{"text", "metadata", "additional_fields", "score"}`."""
    index = Index(_engine.ask("yaml", {"text": mlindex_content}))
    return [found(index, query, query_type, int(top_k)) for query in ([queries] if isinstance(queries, str) else queries)]


def found(index, query, query_type, top_k):
    if index.kind == "acs":
        return _search_service.look_up(index, query, query_type, top_k)
    if index.kind == "faiss":
        return [_common(row) for row in _faiss.look_up(index.path, index.vector_of(query), top_k)]
    if index.kind in ("postgresql", "postgres", "pgvector"):
        return _pgvector.look_up(index, index.vector_of(query), top_k)
    raise UserErrorException(
        "An index of the kind %s cannot be looked up here; acs (Azure AI Search), faiss and postgresql can." % index.kind
    )


def _common(row):
    return {"text": row["text"], "metadata": row["metadata"], "additional_fields": {}, "score": row["score"]}
