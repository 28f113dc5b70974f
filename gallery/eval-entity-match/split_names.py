from typing import List

from promptflow.core import tool


@tool
def split_names(names: str) -> List[str]:
    return [name.strip() for name in names.split(",") if name.strip()]
