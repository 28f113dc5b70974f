from promptflow.core import tool
@tool
def c(p: str, g: str): return p.lower() == g.lower()
