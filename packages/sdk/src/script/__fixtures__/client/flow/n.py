from promptflow.core import tool, log_metric
@tool
def n(ups: list): log_metric("n", len(ups))
