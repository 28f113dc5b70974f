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
