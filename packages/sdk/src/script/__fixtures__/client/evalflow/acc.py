from promptflow.core import tool, log_metric
@tool
def acc(oks: list): log_metric("accuracy", sum(oks) / len(oks)); return 1
