from enum import Enum


class RunMode(str, Enum):
    """What a flow is executed for."""

    Test = "Test"
    SingleNode = "SingleNode"
    Batch = "Batch"
