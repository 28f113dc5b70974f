from promptflow.core import tool


@tool
def count_words(text: str) -> dict:
    lines = text.splitlines()
    return {"words": len(text.split()), "lines": len(lines), "longest": max(lines, key=len, default="")}
