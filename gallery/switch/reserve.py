import re

from promptflow.core import tool


@tool
def reserve(message: str) -> str:
    named = re.search(r"(?:reserve|hold|set aside)\s+(.+?)[.?!]*$", message, re.IGNORECASE)
    return f"We keep {named.group(1)} for you." if named else "Which book shall we keep?"
