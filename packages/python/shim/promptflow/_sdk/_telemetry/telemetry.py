from promptflow._sdk._telemetry import TelemetryMixin, get_telemetry_logger

__all__ = ["TelemetryMixin", "get_telemetry_logger"]
