"""The way to the engine. Empty where this package is imported outside a worker."""

_engine = None


def connect(engine):
    global _engine
    _engine = engine


def log_metric(name, value, variant):
    if _engine is not None:
        _engine.log_metric(name, value, variant)


def is_reachable():
    """False while a flow's modules are imported, which is before any worker."""
    if _engine is not None:
        return True
    from promptflow import _script

    return _script.engine is not None


def ask(kind, payload):
    """Asks the engine to do something that needs it (run a prompty, a flow, a built-in tool) and waits.

    Answers JSON. Raises the engine's error as a UserErrorException."""
    from promptflow.exceptions import UserErrorException

    if _engine is None:
        from promptflow import _script

        if _script.engine is not None:
            return _script.engine.ask(kind, payload)
        raise UserErrorException(
            "%s needs the Millrace engine: run this code as a tool of a flow (millrace flow test), "
            "or as a script (millrace python SCRIPT)." % kind
        )
    answer = _engine.ask(kind, payload)
    if answer["error"] is not None:
        raise UserErrorException(answer["error"])
    return answer["value"]


def stream(handle, name):
    """The generator of an answer that is still being written."""
    return _engine.stream(handle, name)
