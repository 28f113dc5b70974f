from promptflow.core import tool
@tool
def size(q: str) -> int:
    return len(q)
