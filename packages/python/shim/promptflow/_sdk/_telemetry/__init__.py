"""Named by packages on top. Nothing is measured or sent."""

from contextlib import contextmanager

__all__ = ["ActivityCompletionStatus", "ActivityType", "TelemetryMixin", "get_telemetry_logger", "log_activity", "monitor_operation"]


class ActivityType:
    INTERNALCALL = "InternalCall"
    PUBLICAPI = "PublicApi"


class ActivityCompletionStatus:
    SUCCESS = "Success"
    FAILURE = "Failure"


class TelemetryMixin:
    pass


@contextmanager
def log_activity(logger, activity_name, activity_type=ActivityType.INTERNALCALL, custom_dimensions=None, **kwargs):
    """Yields a logger that keeps nothing."""
    yield get_telemetry_logger()


def monitor_operation(activity_name, activity_type=ActivityType.INTERNALCALL, custom_dimensions=None):
    """The function as it is."""
    return lambda function: function


def get_telemetry_logger():
    return _Silent()


class _Silent:
    def __init__(self):
        self.activity_info = {}

    def __getattr__(self, name):
        return lambda *args, **kwargs: None
