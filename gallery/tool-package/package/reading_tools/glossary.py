"""A class as a tool: what its constructor takes is given once, as literals of the node."""

import json

from promptflow.contracts.types import FilePath
from promptflow.core import ToolProvider, tool


class Glossary(ToolProvider):
    def __init__(self, path: FilePath):
        super().__init__()
        with open(path, encoding="utf-8") as file:
            self.words = json.load(file)

    @tool
    def explain(self, text: str, limit: int = 3) -> dict:
        found = [word for word in self.words if word in text.lower()]
        return {word: self.words[word] for word in found[:limit]}
