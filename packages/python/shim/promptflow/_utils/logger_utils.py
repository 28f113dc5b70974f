"""Loggers by the names that older code imports."""

import logging

logger = logging.getLogger("promptflow")
flow_logger = logging.getLogger("execution.flow")
bulk_logger = logging.getLogger("execution.bulk")


def get_logger(name):
    return logging.getLogger(name)


def get_cli_sdk_logger():
    return logger


class LoggerFactory:
    """Loggers as packages on top ask for them."""

    @staticmethod
    def get_logger(name, verbosity=logging.INFO, target_stdout=False):
        found = logging.getLogger(name)
        found.setLevel(verbosity)
        return found
