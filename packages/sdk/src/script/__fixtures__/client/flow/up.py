from promptflow.core import tool
@tool
def up(a: str):
    print("in up", a)
    if a == "bad": raise ValueError("bad a")
    return a.upper()
