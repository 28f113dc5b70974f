from typing import List

from promptflow.core import log_metric, tool


@tool
def log_grades(grades: List[str]) -> dict:
    lines, right, errors = len(grades), grades.count("Correct"), grades.count("Error")
    metrics = {
        "accuracy": round(right / lines, 4),
        "error_rate": round(errors / lines, 4),
        "accuracy_without_errors": round(right / (lines - errors), 4) if lines > errors else 0.0,
    }
    for name, value in metrics.items():
        log_metric(name, value)
    return metrics
