from typing import List

from promptflow.core import log_metric, tool


@tool
def aggregate(grades: List[str]) -> float:
    """Gets the grades of all lines at once."""
    accuracy = round(grades.count("Correct") / len(grades), 4)
    log_metric("accuracy", accuracy)
    log_metric("lines", len(grades))
    return accuracy
