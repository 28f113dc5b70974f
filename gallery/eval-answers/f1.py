import re
from collections import Counter

from promptflow.core import tool


def words(text: str) -> list:
    """Without case, punctuation and articles."""
    return [word for word in re.sub(r"[^\w\s]", "", text.lower()).split() if word not in ("a", "an", "the")]


@tool
def f1(answer: str, groundtruth: str) -> float:
    """How much of the words both texts share: the harmonic mean of precision and recall."""
    said, right = words(answer), words(groundtruth)
    shared = sum((Counter(said) & Counter(right)).values())
    return round(2 * shared / (len(said) + len(right)), 4) if shared else 0.0
