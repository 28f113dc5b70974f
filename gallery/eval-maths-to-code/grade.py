import math

from promptflow.core import tool


@tool
def grade(groundtruth: str, prediction: str) -> str:
    """Numbers that differ by rounding only are the same."""
    try:
        number = float(prediction)
    except ValueError:
        return "Error"
    return "Correct" if math.isclose(number, float(groundtruth), rel_tol=1e-6) else "Incorrect"
