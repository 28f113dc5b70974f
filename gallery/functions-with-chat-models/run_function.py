import json
from datetime import date

from promptflow.core import tool

METRES = {"kilometre": 1000, "metre": 1, "mile": 1609.344, "foot": 0.3048}


def convert_length(value: float, source: str, target: str) -> str:
    return f"{value * METRES[source] / METRES[target]:.2f} {target}s"


def days_between(start: str, end: str) -> str:
    return f"{(date.fromisoformat(end) - date.fromisoformat(start)).days} days"


FUNCTIONS = {function.__name__: function for function in (convert_length, days_between)}


@tool
def run_function(message: dict) -> str:
    """Calls what the model asked for; without a call the model's own words are the answer."""
    call = message.get("function_call")
    if not call:
        return message["content"]
    function = FUNCTIONS.get(call["name"])
    if function is None:
        return f"There is no function {call['name']}."
    return function(**json.loads(call["arguments"]))
