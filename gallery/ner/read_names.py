from typing import List

from promptflow.core import tool


@tool
def read_names(answer: str, text: str) -> List[str]:
    """The names of an answer such as `Oslo, Bergen`, each once; what the text does not hold, the model made up."""
    names = []
    for part in answer.replace("\n", ",").split(","):
        name = part.strip(" .\"'")
        if name and name in text and name not in names:
            names.append(name)
    return names
