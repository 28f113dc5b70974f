from promptflow.core import tool

# The first topic with a word in the message is taken.
WORDS = {
    "fine": ("fine", "late", "overdue", "owe"),
    "reserve": ("reserve", "hold", "set aside"),
    "renew": ("renew", "longer", "extend"),
}


@tool
def name_topic(message: str) -> str:
    text = message.lower()
    for topic, words in WORDS.items():
        if any(word in text for word in words):
            return topic
    return "other"
