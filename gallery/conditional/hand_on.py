from promptflow.core import tool


@tool
def hand_on(question: str) -> str:
    return f"A colleague will answer: {question}"
