"""The `openai` package before version 1: its requests through `requests`, and `aiohttp` for the `a…` methods."""

import functools
import json
import time
from urllib.parse import urlsplit

from . import engine, watch
from .question import Question
from .reading import Reading


def patch(module):
    kind = module.APIRequestor
    kind.request_raw = _sync(kind.request_raw)
    kind.arequest_raw = _async(kind.arequest_raw)


def _question(requestor, method, url, kwargs):
    if method != "post" or kwargs.get("files") or not isinstance(kwargs.get("params"), dict):
        return None
    parts = urlsplit("%s%s" % (requestor.api_base, url))
    body = {key: value for key, value in kwargs["params"].items() if value is not None}
    azure = "azure" in str(getattr(requestor, "api_type", ""))
    address = "%s://%s%s" % (parts.scheme, parts.netloc, parts.path)
    return Question.at(parts.path, azure, parts.hostname, json.dumps(body), [requestor.api_key or ""], address)


def _sync(raw):
    @functools.wraps(raw)
    def request_raw(self, method, url, **kwargs):
        question = _question(self, method, url, kwargs)
        if question is None:
            return raw(self, method, url, **kwargs)
        if watch.mode == "replay":
            return _answered(engine.replayed(question))
        engine.permitted(question)
        begun = time.monotonic()
        try:
            response = raw(self, method, url, **kwargs)
        except Exception as error:
            engine.failed(question, error, begun)
            raise
        reading = Reading(question, response, begun)
        if kwargs.get("stream"):
            reading.follow("iter_content")
        else:
            reading.whole(response.content)
        return response

    return request_raw


def _answered(answer):
    import requests

    if answer.get("failure"):
        raise requests.exceptions.ConnectionError(answer["failure"]["detail"])
    response = requests.Response()
    response.status_code = answer["status"]
    response.headers["content-type"] = answer["type"]
    response.encoding = "utf-8"
    response._content = answer["body"].encode("utf-8")
    response._content_consumed = True
    return response


def _async(raw):
    @functools.wraps(raw)
    async def arequest_raw(self, method, url, session, **kwargs):
        question = _question(self, method, url, kwargs)
        if question is None:
            return await raw(self, method, url, session, **kwargs)
        if watch.mode == "replay":
            return Answer(await engine.apart(engine.replayed, question))
        await engine.permitted_apart(question)
        begun = time.monotonic()
        try:
            response = await raw(self, method, url, session, **kwargs)
        except Exception as error:
            engine.failed(question, error, begun)
            raise
        reading = Reading(question, Status(response), begun)
        if "text/event-stream" in response.headers.get("content-type", ""):
            response.content = Lines(response.content, reading)
        else:
            await engine.apart(reading.whole, await response.read())
        return response

    return arequest_raw


class Status:
    def __init__(self, response):
        self.status_code, self.headers = response.status, response.headers


class Lines:
    """The lines of a response as they come."""

    def __init__(self, content, reading):
        self._content, self._reading = content, reading

    def __getattr__(self, name):
        return getattr(self._content, name)

    async def __aiter__(self):
        whole = False
        try:
            async for line in self._content:
                self._reading.took(line)
                yield line
            whole = True
        finally:
            self._reading.over(whole)


class Answer:
    """What this package reads of an `aiohttp` response."""

    def __init__(self, answer):
        self._body = answer["body"].encode("utf-8")
        self.status, self.reason = answer["status"], ""
        self.headers = {"Content-Type": answer["type"], "content-type": answer["type"]}

    @property
    def content(self):
        return self

    async def read(self):
        return self._body

    async def __aiter__(self):
        for line in self._body.splitlines(keepends=True):
            yield line

    def release(self):
        pass
