from typing import List

from promptflow.core import log_metric, tool


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


@tool
def log_matches(matches: List[dict]) -> dict:
    def total(key):
        return sum(match[key] for match in matches)

    metrics = {
        "exact_match": share(total("exact_match"), len(matches)),
        "partial_match": share(total("partial_match"), len(matches)),
        "precision": share(total("right"), total("found")),
        "recall": share(total("right"), total("expected")),
        "f1": share(2 * total("right"), total("found") + total("expected")),
    }
    for name, value in metrics.items():
        log_metric(name, value)
    return metrics
