from promptflow.core import tool

NEEDED = {
    "groundedness": ["answer", "context"],
    "relevance": ["question", "answer", "context"],
    "coherence": ["question", "answer"],
    "fluency": ["question", "answer"],
    "similarity": ["question", "answer", "groundtruth"],
    "f1": ["answer", "groundtruth"],
}


@tool
def check_inputs(selected: dict, question: str, answer: str, context: str, groundtruth: str) -> dict:
    """The metrics that are wanted and have all that they need; the nodes of the others are bypassed."""
    given = {"question": question, "answer": answer, "context": context, "groundtruth": groundtruth}
    return {name: selected[name] and all(given[field].strip() for field in NEEDED[name]) for name in NEEDED}
