"""What a customer wants: a prompty asks the model, this code keeps its answer to the intents that the shop knows."""

from pathlib import Path
from typing import TypedDict

from promptflow.core import Prompty

INTENTS = ["order", "delivery", "return", "repair"]


class Intent(TypedDict):
    intent: str
    item: str


ask = Prompty.load(source=Path(__file__).parent / "intent.prompty")


def extract_intent(conversation: list) -> Intent:
    """:param conversation: turns, each with `role`, customer or agent, and `text`."""
    answer = ask(conversation=conversation, intents=INTENTS)
    intent = str(answer.get("intent", "")).strip().lower()
    return {"intent": intent if intent in INTENTS else "unknown", "item": str(answer.get("item", ""))}
