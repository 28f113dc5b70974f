"""A function as a tool, with a list of choices."""

import re
from enum import Enum

from promptflow.core import tool


class Unit(str, Enum):
    words = "words"
    sentences = "sentences"
    letters = "letters"


@tool
def measure(text: str, unit: Unit = Unit.words) -> int:
    if unit == Unit.sentences:
        return len(re.findall(r"[^.!?]+[.!?]?", text.strip()))
    return len(re.findall(r"\w+" if unit == Unit.words else r"\w", text))
