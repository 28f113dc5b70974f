from dataclasses import dataclass
from typing import TypedDict
def hello(text: str) -> str:
    """Hello.
    :param text: what
    """
    return "hello " + text
class Out(TypedDict):
    out: str
class Greeter:
    def __init__(self, word: str = "hi", n: int = 1): self.word = word; self.n = n
    def __call__(self, text: str, times: int = 2) -> Out: return {"out": (self.word + text) * times * self.n}
    def __aggregate__(self, line_results: list) -> dict: return {"count": len(line_results)}
class Bare:
    def __call__(self, text): return {"out": text}
