"""Loggers by the names that older code imports."""

import logging

logger = logging.getLogger("promptflow")
flow_logger = logging.getLogger("execution.flow")
bulk_logger = logging.getLogger("execution.bulk")


def get_logger(name):
    return logging.getLogger(name)
