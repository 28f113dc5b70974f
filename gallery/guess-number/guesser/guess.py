from promptflow.core import tool


@tool
def guess(highest: int, history: list) -> int:
    low, high = 1, highest
    # turns come in pairs: a guess of ours, then the keeper's answer
    for ours, theirs in zip(history[::2], history[1::2]):
        if theirs["answer"] == "higher":
            low = ours["guess"] + 1
        else:
            high = ours["guess"] - 1
    return (low + high) // 2
