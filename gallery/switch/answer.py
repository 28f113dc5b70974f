from typing import Optional

from promptflow.core import tool


@tool
def answer(
    renewed: Optional[str] = None,
    reserved: Optional[str] = None,
    fine: Optional[str] = None,
    handed_on: Optional[str] = None,
) -> str:
    """What the one branch says that ran; the others arrive as None."""
    return renewed or reserved or fine or handed_on or ""
