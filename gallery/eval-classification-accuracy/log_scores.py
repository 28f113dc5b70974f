from typing import List

from promptflow.core import log_metric, tool


def share(part: int, whole: int) -> float:
    """0 where there is nothing to share, as is usual for a class that is never predicted."""
    return part / whole if whole else 0.0


@tool
def log_scores(grades: List[str], groundtruths: List[str], predictions: List[str]) -> dict:
    """Accuracy; precision, recall and F1 of each class and their plain means, to four decimals."""
    metrics = {"accuracy": share(grades.count("Correct"), len(grades))}
    # Classes are compared without regard to case and shown as they are first written, the truth before predictions.
    names = {}
    for name in [*groundtruths, *predictions]:
        names.setdefault(name.lower(), name)
    truths = [name.lower() for name in groundtruths]
    answers = [name.lower() for name in predictions]
    scores = {"precision": {}, "recall": {}, "f1": {}}
    for key in sorted(names):
        right = sum(truth == answer == key for truth, answer in zip(truths, answers))
        scores["precision"][key] = share(right, answers.count(key))
        scores["recall"][key] = share(right, truths.count(key))
        scores["f1"][key] = share(2 * right, answers.count(key) + truths.count(key))
    for measure, per_class in scores.items():
        metrics[f"{measure}.macro"] = round(share(sum(per_class.values()), len(per_class)), 4)
        for key, value in per_class.items():
            metrics[f"{measure}.{names[key]}"] = round(value, 4)
    for name, value in metrics.items():
        log_metric(name, value)
    return metrics
