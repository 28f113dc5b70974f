from fractions import Fraction

from promptflow.core import tool

from read_number import read_number


@tool
def score(groundtruth: str, number: str) -> int:
    if not number:
        return -1
    return 1 if abs(Fraction(number) - Fraction(read_number(groundtruth))) < Fraction(1, 10**6) else 0
