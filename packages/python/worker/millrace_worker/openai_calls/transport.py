"""The `openai` package from version 1 on: its HTTP requests, the one place that every call passes, however it is made
(`create`, `parse`, `stream`, raw responses, other packages that use its clients)."""

import functools
import time

from . import engine, watch
from .question import Question
from .reading import Reading


def patch(module):
    """Follows every client that `openai` makes."""
    for name, follow in (("SyncAPIClient", _follow), ("AsyncAPIClient", _follow_async)):
        kind = getattr(module, name, None)
        if kind is not None:
            kind.__init__ = _then(kind.__init__, follow)


def _then(init, follow):
    @functools.wraps(init)
    def made(self, *args, **kwargs):
        init(self, *args, **kwargs)
        client = getattr(self, "_client", None)  # shared by copies of a client, and perhaps the user's own
        if client is not None and not getattr(client, "_millrace", False):
            client._millrace = True
            client.send = follow(client.send)

    return made


def _follow(send):
    @functools.wraps(send)
    def sent(request, **kwargs):
        question = Question.of(request)
        if question is None:
            return send(request, **kwargs)
        if watch.mode == "replay":
            return _answered(request, engine.replayed(question))
        engine.permitted(question)
        begun = time.monotonic()
        try:
            response = send(request, **kwargs)
        except Exception as error:
            engine.failed(question, error, begun)
            raise
        reading = Reading(question, response, begun)
        if kwargs.get("stream"):
            reading.follow()
        else:
            reading.whole(response.content)
        return response

    return sent


def _follow_async(send):
    @functools.wraps(send)
    async def sent(request, **kwargs):
        question = Question.of(request)
        if question is None:
            return await send(request, **kwargs)
        if watch.mode == "replay":
            return _answered(request, await engine.apart(engine.replayed, question))
        await engine.permitted_apart(question)
        begun = time.monotonic()
        try:
            response = await send(request, **kwargs)
        except Exception as error:
            engine.failed(question, error, begun)
            raise
        reading = Reading(question, response, begun)
        if kwargs.get("stream"):
            reading.follow_async()
        else:
            await engine.apart(reading.whole, response.content)
        return response

    return sent


def _answered(request, answer):
    """The recorded answer as a response of the HTTP package that the request is of; a recorded failure is raised."""
    from importlib import import_module

    http = import_module(type(request).__module__.partition(".")[0])
    if answer.get("failure"):
        timeout = answer["failure"]["class"] == "APITimeoutError"
        kind = http.ReadTimeout if timeout else http.ConnectError
        raise kind(answer["failure"]["detail"], request=request)
    # A failure was recorded after whatever attempts there were: the client need not make them again.
    headers = {"content-type": answer["type"], "x-should-retry": "false"}
    return http.Response(answer["status"], headers=headers, content=answer["body"].encode("utf-8"), request=request)
