from promptflow.core import tool


@tool
def aside():
    return "never asked for"
