from promptflow import _engine


def log_metric(key, value, variant_id=None):
    """Records a metric of the run. Outside an aggregation node it does nothing."""
    _engine.log_metric(key, value, variant_id)


def log_flow_metric(key, value):
    log_metric(key, value)
