from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Dict, List, Optional


class TraceType(str, Enum):
    LLM = "LLM"
    TOOL = "Tool"
    FUNCTION = "Function"
    LANGCHAIN = "LangChain"
    FLOW = "Flow"
    EMBEDDING = "Embedding"
    RETRIEVAL = "Retrieval"


@dataclass
class Trace:
    """One traced call."""

    name: str
    type: TraceType
    inputs: Dict[str, Any]
    output: Optional[Any] = None
    start_time: Optional[float] = None
    end_time: Optional[float] = None
    error: Optional[str] = None
    children: Optional[List["Trace"]] = field(default=None)
    node_name: Optional[str] = None
