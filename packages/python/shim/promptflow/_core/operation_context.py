from promptflow.tracing._operation_context import OperationContext

__all__ = ["OperationContext"]
