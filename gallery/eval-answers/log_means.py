from typing import List

from promptflow.core import log_metric, tool


@tool
def log_means(scores: List[dict]) -> dict:
    """The mean of each metric over the lines that have it, and for those with scores how many lines have 4 or 5."""
    means = {}
    for name in scores[0] if scores else []:
        known = [line[name] for line in scores if line[name] is not None]
        if not known:
            continue
        means[name] = round(sum(known) / len(known), 2)
        if name != "f1":
            means[name + "_pass_rate"] = round(sum(value > 3 for value in known) / len(known), 2)
    for name, mean in means.items():
        log_metric(name, mean)
    return means
