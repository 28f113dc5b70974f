"""Faiss Index Lookup: what is nearest to a vector in a FAISS index on this machine."""

from promptflow._core.tool import ToolProvider, tool
from promptflow_vectordb.tool import _faiss


class FaissIndexLookup(ToolProvider):
    def __init__(self, path: str):
        super().__init__()
        self.path = path

    @tool
    def search(self, vector: list, top_k: int = 3):
        return _faiss.look_up(self.path, vector, top_k)
