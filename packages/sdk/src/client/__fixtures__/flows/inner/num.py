from promptflow.core import tool
@tool
def num(n: float) -> float:
    return n
