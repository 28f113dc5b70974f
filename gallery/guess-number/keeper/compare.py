from promptflow.core import tool

FOUND = "[STOP]"


@tool
def compare(number: int, history: list) -> str:
    guess = history[-1]["guess"] if history else None
    if guess is None:
        return "guess"
    if guess == number:
        return FOUND
    return "higher" if guess < number else "lower"
