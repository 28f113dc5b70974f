"""Sorts messages to a library by what they are about. No model: words decide."""

import re
from typing import TypedDict

TOPICS = {
    "loans": {"borrow", "borrowed", "loan", "overdue", "renew", "return"},
    "opening hours": {"closed", "hours", "open", "opening", "sunday"},
    "events": {"concert", "exhibition", "lecture", "reading", "tickets"},
}


class Topic(TypedDict):
    topic: str
    found: list
    words: int


def sort_message(message: str, otherwise: str = "other", most: int = 3) -> Topic:
    """The topic with the most words of its own in the message; the first of those that are equal."""
    words = re.findall(r"\w+", message.lower())
    hits = {topic: [word for word in words if word in own] for topic, own in TOPICS.items()}
    best = max(hits, key=lambda topic: len(hits[topic]))
    if not hits[best]:
        return {"topic": otherwise, "found": [], "words": len(words)}
    return {"topic": best, "found": hits[best][:most], "words": len(words)}
