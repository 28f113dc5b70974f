"""A model's text that is still coming, as the generator that the original gives to the nodes that read it (spec 3.11)."""

import sys

from .asking import Engine


def generator_of(worker, handle, name):
    return pieces_of(Engine(worker), handle, name)


def pieces_of(engine, handle, name):
    """Asks the engine for each piece when it is wanted. `name` is what it prints as."""
    made = _pieces(engine, handle)
    made.__name__ = name.rsplit(".", 1)[-1]
    made.__qualname__ = name
    return made


def _pieces(engine, handle):
    try:
        while True:
            answer = engine.ask("stream", {"stream": handle})
            if answer["error"] is not None:
                raise RuntimeError(answer["error"])
            piece = answer["value"]
            if "failure" in piece:
                raise broken(piece["failure"])
            if piece["text"] is None:
                return
            yield piece["text"]
    except GeneratorExit:
        engine.tell("stream", {"stream": handle, "close": True})
        raise


def broken(failure):
    """The error of the openai package, where the flow's code has it; in any case one that is named so."""
    base = getattr(sys.modules.get("openai"), failure["class"], Exception)
    kind = type(failure["class"], (base,), {"__init__": lambda self, text: Exception.__init__(self, text), "__module__": "openai"})
    error = kind(failure["detail"])
    error.message = failure["detail"]
    return error
