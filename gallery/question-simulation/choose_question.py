from typing import Optional

from promptflow.core import tool

STOP = "[STOP]"


@tool
def choose_question(is_over: bool, written: Optional[str] = None) -> str:
    """The first question of what the model wrote; the sign to stop where it has written none, or was not asked."""
    text, mark, _ = (written or "").partition("?")
    sentence = text.replace("!", ".").split(".")[-1].strip()
    return STOP if is_over or not mark else sentence + mark
