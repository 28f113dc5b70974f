import re
from fractions import Fraction

from promptflow.core import tool

DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
NUMBER = re.compile(rf"(?<![\w.])(-?{DIGITS})(?:\s*/\s*({DIGITS}))?(\s*%)?")


@tool
def read_number(answer: str) -> str:
    """The last number of a text as a fraction such as `3/4` or `12`; empty where there is none."""
    found = NUMBER.findall(answer)
    if not found:
        return ""
    above, below, percent = found[-1]
    value = Fraction(above.replace(",", ""))
    if below:
        divisor = Fraction(below.replace(",", ""))
        if not divisor:
            return ""
        value /= divisor
    return str(value / 100 if percent else value)
