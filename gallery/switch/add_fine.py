import re

from promptflow.core import tool


@tool
def add_fine(message: str, cents_per_day: int) -> str:
    days = re.search(r"(\d+) days?", message)
    if not days:
        return f"A day costs {cents_per_day} cents."
    return f"{int(days.group(1)) * cents_per_day / 100:.2f} to pay."
