import json

from promptflow.core import tool

UNKNOWN = {"category": "None", "evidence": "None"}


@tool
def convert_to_dict(input_str: str) -> dict:
    """The model's answer as a dict; an answer that is not a JSON object with both keys counts as None."""
    text = input_str or ""
    try:
        answer = json.loads(text[text.index("{") : text.rindex("}") + 1])
    except ValueError:
        print(f"not JSON: {text!r}")
        return dict(UNKNOWN)
    if not isinstance(answer, dict):
        return dict(UNKNOWN)
    return {key: str(answer.get(key, default)) for key, default in UNKNOWN.items()}
