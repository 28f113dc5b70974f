from promptflow.core import tool


@tool
def read_history(chat_history: list, answer: str, max_questions: int) -> dict:
    """The conversation as the model's turns, from a chat's history or from that of a chat group."""
    turns = []
    for turn in chat_history:
        if "inputs" in turn:  # a chat: what came in, and what was asked
            turns += [said("user", turn["inputs"]["answer"]), said("assistant", turn["outputs"]["question"])]
        elif turn["role"] == "customer":
            turns.append(said("assistant", turn["question"]))
        else:
            turns.append(said("user", turn["answer"]))
    if not turns or turns[-1]["role"] == "assistant":
        turns.append(said("user", answer))
    asked = sum(turn["role"] == "assistant" for turn in turns)
    return {"turns": turns, "is_over": asked >= max_questions}


def said(role: str, text: str) -> dict:
    return {"role": role, "text": text}
