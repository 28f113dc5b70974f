from promptflow.core import tool


def plain(text: str) -> str:
    return " ".join(text.lower().split())


@tool
def grade(groundtruth: str, prediction: str) -> str:
    return "Correct" if plain(groundtruth) == plain(prediction) else "Incorrect"
