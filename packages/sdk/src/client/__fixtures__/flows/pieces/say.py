import sys
from promptflow.core import tool


@tool
def say(q: str):
    print("before")

    def pieces():
        for i in range(3):
            print("piece", i)
            yield i if i == 1 else q + str(i)

    return pieces()
