import time
from pathlib import Path

from promptflow.client import load_flow
from promptflow.core import tool


@tool
def call(q: str, depth: int):
    if depth == 0:
        time.sleep(60 if q == "slow" else 0.05)
        return [q]
    return [depth, *load_flow(Path(__file__).parent)(q=q, depth=depth - 1)["r"]]
