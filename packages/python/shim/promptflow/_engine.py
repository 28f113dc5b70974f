"""The way to the engine. Empty where this package is imported outside a worker."""

_engine = None


def connect(engine):
    global _engine
    _engine = engine


def log_metric(name, value, variant):
    if _engine is not None:
        _engine.log_metric(name, value, variant)


def _reached():
    """The engine of the flow that this code is of, or of the script; None where there is neither."""
    if _engine is not None:
        return _engine
    from promptflow import _script

    return _script.engine


def is_reachable():
    return _reached() is not None


def ask(kind, payload, plain=True):
    """Asks the engine to do something that needs it (run a prompty, a flow, a built-in tool) and waits.

    Answers JSON. Raises the engine's error as a UserErrorException, or, not `plain`, as what the original raises."""
    from promptflow.exceptions import UserErrorException

    engine = _reached()
    if engine is None:
        raise UserErrorException(
            "%s needs the Millrace engine: run this code as a tool of a flow (millrace flow test), "
            "or as a script (millrace python SCRIPT)." % kind
        )
    answer = engine.ask(kind, payload)
    if answer["error"] is None:
        return answer["value"]
    if plain:
        failure = UserErrorException(answer["error"])
        failure.answered = answer["class"]
        raise failure
    from promptflow._sdk._errors import raised

    raise raised(answer["class"], answer["error"])


# What goes into prompts and requests travels as text: the way to the engine does not tell 1.0 from 1.
_EXACT = {"render": "variables", "chat-prompt": "variables", "tool": "inputs"}


def exact(kind, payload, default=None):
    """The payload of a question as it is sent. `default` is that of `json.dumps`."""
    key = _EXACT.get(kind)
    if key is None:
        return payload
    import json

    return dict(payload, **{key: json.dumps(payload[key], default=default)})


def stream(handle, name):
    """The generator of an answer that is still being written."""
    return _reached().stream(handle, name)
