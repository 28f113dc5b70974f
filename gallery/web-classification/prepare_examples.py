from promptflow.core import tool


@tool
def prepare_examples():
    """A few solved cases for the prompt; none of them is in data.jsonl."""
    return [
        {
            "url": "https://apps.example/store/word-garden",
            "text_content": "A free word game app for phones and tablets.",
            "category": "App",
            "evidence": "Both",
        },
        {
            "url": "https://videos.example/channel/rail-atlas",
            "text_content": "A video channel about trains with 20,000 subscribers.",
            "category": "Channel",
            "evidence": "Both",
        },
        {
            "url": "https://papers.example/abs/1502.0311",
            "text_content": "The abstract of a study on bird songs, with its authors.",
            "category": "Academic",
            "evidence": "Both",
        },
        {
            "url": "https://cinema.example/title/north-window",
            "text_content": "A drama film about a painter, 95 minutes, with its director and cast.",
            "category": "Movie",
            "evidence": "Both",
        },
    ]
