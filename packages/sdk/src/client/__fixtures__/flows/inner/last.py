from promptflow.core import tool


@tool
def last(ups: list):
    raise RuntimeError("a flow that is called does not aggregate")
