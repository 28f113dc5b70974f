from promptflow.core import tool

METRICS = ["groundedness", "relevance", "coherence", "fluency", "similarity", "f1"]


@tool
def select_metrics(metrics: str) -> dict:
    """Whether each metric is wanted, from their names with commas between them."""
    wanted = {name.strip().lower() for name in metrics.split(",")}
    return {name: name in wanted for name in METRICS}
