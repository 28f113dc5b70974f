from typing import List

from promptflow.core import tool


@tool
def match(expected: List[str], found: List[str]) -> dict:
    """Counts of one line; names are compared without regard to case, and each counts once."""
    truths = {name.lower() for name in expected}
    names = {name.lower() for name in found}
    near = all(any(name in truth or truth in name for name in names) for truth in truths)
    return {
        "exact_match": int(truths == names),
        "partial_match": int(near and (bool(truths) or not names)),
        "right": len(truths & names),
        "found": len(names),
        "expected": len(truths),
    }
