from enum import Enum


class Status(Enum):
    Running = "Running"
    Preparing = "Preparing"
    Completed = "Completed"
    Failed = "Failed"
    Bypassed = "Bypassed"
    Canceled = "Canceled"
    NotStarted = "NotStarted"
    CancelRequested = "CancelRequested"

    @staticmethod
    def is_terminated(status):
        return getattr(status, "value", status) in ("Completed", "Failed", "Bypassed", "Canceled")


class _Record:
    """A record of `flow.detail.json` with its fields as attributes."""

    def __init__(self, **fields):
        self.__dict__.update(fields)

    @classmethod
    def of(cls, fields):
        made = cls(**fields)
        made.status = Status(fields["status"])
        made.start_time = _time(fields.get("start_time"))
        made.end_time = _time(fields.get("end_time"))
        return made

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join("%s=%r" % item for item in vars(self).items()))


class FlowRunInfo(_Record):
    """How a line of a flow went."""


class RunInfo(_Record):
    """How a node went."""


def _time(text):
    from datetime import datetime

    return datetime.fromisoformat(text.rstrip("Z")) if isinstance(text, str) else text
