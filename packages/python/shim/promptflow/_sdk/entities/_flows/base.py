from promptflow.entities import FlowContext

__all__ = ["FlowContext"]
