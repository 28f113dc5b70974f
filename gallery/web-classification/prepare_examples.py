from promptflow.core import tool


@tool
def prepare_examples():
    """A few solved cases for the prompt; none of them is in data.jsonl."""
    return [
        {
            "url": "https://apps.example/store/word-garden",
            "text_content": "This page is about a free word game app for phones and tablets.",
            "category": "App",
            "evidence": "Both",
        },
        {
            "url": "https://videos.example/channel/rail-atlas",
            "text_content": "This page is about a video channel about trains with 20,000 subscribers.",
            "category": "Channel",
            "evidence": "Both",
        },
        {
            "url": "https://papers.example/abs/1502.0311",
            "text_content": "This page is a scientific article about bird songs.",
            "category": "Academic",
            "evidence": "Both",
        },
        {
            "url": "https://cinema.example/title/north-window",
            "text_content": "This page is about a drama film about a painter, its director and cast.",
            "category": "Movie",
            "evidence": "Both",
        },
    ]
