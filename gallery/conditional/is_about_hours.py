from promptflow.core import tool

WORDS = ("open", "close", "hours", "when")


@tool
def is_about_hours(question: str) -> bool:
    return any(word in question.lower() for word in WORDS)
