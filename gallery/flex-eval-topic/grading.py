"""Grades topics, and sums the grades up: one object for all lines, `__aggregate__` for all of them."""

from dataclasses import dataclass


@dataclass
class Grade:
    grade: str
    score: int


class Grader:
    def __init__(self, ignored: str = "other"):
        """Lines whose right topic is `ignored` are graded, but do not count."""
        self.ignored = ignored

    def __call__(self, topic: str, truth: str) -> Grade:
        if truth == self.ignored:
            return Grade("Ignored", 0)
        return Grade("Correct", 1) if topic == truth else Grade("Incorrect", 0)

    def __aggregate__(self, results: list) -> dict:
        counted = [result for result in results if result.grade != "Ignored"]
        return {
            "accuracy": round(sum(result.score for result in counted) / max(len(counted), 1), 4),
            "counted": len(counted),
            "ignored": len(results) - len(counted),
        }
