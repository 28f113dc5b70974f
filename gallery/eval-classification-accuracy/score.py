from promptflow.core import tool


@tool
def score(grade: str) -> int:
    return 1 if grade == "Correct" else 0
