import re
from typing import Optional

from promptflow.core import tool


def score(text: Optional[str]) -> Optional[int]:
    """The first digit from 1 to 5 of what a model wrote; None where it wrote none, or was not asked."""
    found = re.search(r"[1-5]", text or "")
    return int(found.group()) if found else None


@tool
def collect_scores(
    groundedness: str = None,
    relevance: str = None,
    coherence: str = None,
    fluency: str = None,
    similarity: str = None,
    f1: float = None,
) -> dict:
    """The line's scores by metric. What a bypassed node gives is None."""
    judged = {
        "groundedness": groundedness,
        "relevance": relevance,
        "coherence": coherence,
        "fluency": fluency,
        "similarity": similarity,
    }
    return {**{name: score(text) for name, text in judged.items()}, "f1": f1}
