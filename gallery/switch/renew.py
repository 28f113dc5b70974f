from promptflow.core import tool


@tool
def renew(loan: dict) -> str:
    if not loan:
        return "Which book is it?"
    if loan["waiting"]:
        return f"{loan['title']} is due on {loan['due']}: {loan['waiting']} others wait for it."
    return f"{loan['title']} is yours for three more weeks."
