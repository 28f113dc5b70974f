"""What is told and asked of the engine about model calls."""

import time

from . import watch


class Refused(BaseException):
    """A call that the engine does not want. No `except Exception` of a client or a flow may turn it into an answer; the
    engine fails the node in any case."""


class NotRecorded(Refused):
    """`--replay` has no answer for it, or `--record` cannot keep it."""


# What the engine calls the end of a run that may spend no more.
_NO_MORE = "RunOperationError"


def _engine():
    from promptflow import _engine as seam

    return seam._engine


def apart(work, *args):
    """The work in a thread, so that an event loop goes on while the engine answers; an awaitable. Nothing to wait for: done
    at once."""
    if watch.mode == "report":
        return _done(work(*args))
    import asyncio

    return asyncio.to_thread(work, *args)


async def _done(value):
    return value


def permitted(question):
    """Waits until the service may be asked. Without an engine, or if it cannot say, at once. Raises Refused."""
    engine = _engine()
    if engine is None or watch.mode == "replay":
        return
    told = engine.ask("call-permit", dict(question.fields, address=question.address))
    if told["error"] is not None and told.get("class") == _NO_MORE:
        raise Refused(told["error"])
    question.permit = told["value"] if told["error"] is None else None


def permitted_apart(question):
    """The same in a thread, so that an event loop goes on; an awaitable."""
    import asyncio

    return asyncio.to_thread(permitted, question)


def replayed(question):
    """The recorded answer. Raises NotRecorded."""
    engine = _engine()
    if engine is None:
        raise NotRecorded("a model call while a module is imported cannot be answered from a recording")
    answer = engine.ask("model-replay", question.fields)
    if answer["error"] is not None:
        raise NotRecorded(answer["error"])
    return answer["value"]


def failed(question, error, begun):
    """The request got no answer."""
    ended(question, None, error, begun, None, wait=True)


def ended(question, answer, error, begun, first, wait):
    """`first` and the call's duration in seconds; `answer` is None when there was none."""
    engine = _engine()
    if engine is None:
        return  # while the tools are imported nobody counts
    if answer is not None and question.api == "embedding" and watch.mode == "report":
        answer["body"] = _usage_alone(answer)
    message = dict(
        question.fields,
        answer=answer,
        failure=None if error is None else {"class": _class_of(error), "detail": str(error)},
        permit=question.permit,
        limits=question.limits,
        duration=1000 * (time.monotonic() - begun),
        firstToken=None if first is None else 1000 * first,
    )
    if watch.mode == "record" and wait:
        told = engine.ask("model-call", message)
        if told["error"] is not None:
            raise NotRecorded(told["error"])
    else:
        engine.tell("model-call", message)


def _class_of(error):
    """What the `openai` package will raise for an error of its HTTP package."""
    return "APITimeoutError" if "Timeout" in type(error).__name__ else "APIConnectionError"


def _usage_alone(answer):
    """Vectors are long, and nobody looks at them where nothing is recorded."""
    body = answer["body"]
    at = body.rfind('"usage"')
    if answer["status"] != 200 or at < 0:
        return body
    import json

    start = body.find("{", at)
    try:
        usage = json.JSONDecoder().raw_decode(body, start)[0]
    except ValueError:
        return body
    return json.dumps({"usage": usage})
