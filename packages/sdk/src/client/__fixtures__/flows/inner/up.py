import os
from promptflow.core import tool


@tool
def up(a: str, suffix: str) -> str:
    print("inner has", a)
    if a == "bad":
        raise ValueError("a is bad")
    seen = [os.environ.get(name) for name in ("OF_INNER", "OF_ASKING", "OF_CODE")]
    return "%s%s %s %s" % (a.upper(), suffix, seen, os.path.basename(os.getcwd()))
