"""Vector Index Lookup: what matches a text or vector, in the folder of an index of Azure Machine Learning."""

import os

from promptflow import _engine
from promptflow._core.tool import ToolProvider, tool
from promptflow_vectordb.tool import _faiss
from promptflow_vectordb.tool._mlindex import Index
from promptflow_vectordb.tool.common_index_lookup import found


class VectorIndexLookup(ToolProvider):
    def __init__(self, path: str):
        super().__init__()
        self.path = path

    @tool
    def search(self, query: object, top_k: int = 3):
        described = os.path.join(str(self.path), "MLIndex")
        if not os.path.exists(described):
            return _faiss.look_up(self.path, query, top_k)
        with open(described, encoding="utf-8") as file:
            index = Index(_engine.ask("yaml", {"text": file.read()}), self.path)
        rows = found(index, query, "Vector", int(top_k))
        return [_legacy(row) for row in rows]


def _legacy(row):
    return {
        "text": row["text"],
        "metadata": row["metadata"],
        "score": row["score"],
        "vector": None,
        "original_entity": row["additional_fields"] or None,
    }
