from promptflow._sdk._telemetry import ActivityCompletionStatus, ActivityType, log_activity, monitor_operation

__all__ = ["ActivityCompletionStatus", "ActivityType", "log_activity", "monitor_operation"]
