from typing import List

from promptflow.core import log_metric, tool


@tool
def log_scores(scores: List[int]) -> dict:
    metrics = {
        "accuracy": round(scores.count(1) / len(scores), 4),
        "error_rate": round(scores.count(-1) / len(scores), 4),
    }
    for name, value in metrics.items():
        log_metric(name, value)
    return metrics
