"""An answer on its way to the code that asked, and to the engine once it is whole or nobody reads on."""

import time

from . import engine


class Reading:
    def __init__(self, question, response, begun):
        question.answered(response.headers)
        self._question = question
        self._response = response
        self._begun = begun
        self._first = None
        self._parts = []
        self._over = False

    def whole(self, body):
        self._first = time.monotonic()
        self._parts.append(body)
        self._end(wait=True)

    def follow(self, reader="iter_bytes"):
        """The code reads the response piece by piece; everything that reads it goes through the method `reader`."""
        response, read, close = self._response, getattr(self._response, reader), self._response.close

        def iter_bytes(*args, **kwargs):
            try:
                for part in read(*args, **kwargs):
                    self._take(part)
                    yield part
            except GeneratorExit:
                self._end(wait=False)
                raise
            except Exception as error:
                self._end(wait=True, error=error)
                raise
            self._end(wait=True)

        def closed():
            close()
            self._end(wait=True)

        setattr(response, reader, iter_bytes)
        response.close = closed

    def follow_async(self):
        response, read, close = self._response, self._response.aiter_bytes, self._response.aclose

        async def aiter_bytes(*args, **kwargs):
            try:
                async for part in read(*args, **kwargs):
                    self._take(part)
                    yield part
            except GeneratorExit:
                self._end(wait=False)
                raise
            except Exception as error:
                await engine.apart(self._end, True, error)
                raise
            await engine.apart(self._end, True)

        async def closed():
            await close()
            await engine.apart(self._end, True)

        response.aiter_bytes, response.aclose = aiter_bytes, closed

    def took(self, part):
        """A piece that another reader has taken; `over` ends it."""
        self._take(part)

    def over(self, whole):
        self._end(wait=whole)

    def _take(self, part):
        if self._first is None:
            self._first = time.monotonic()
        self._parts.append(part)

    def _end(self, wait, error=None):
        """Once. `wait`: a recording is on the disk when this returns."""
        if self._over:
            return
        self._over = True
        # an answer is whole when its last line was read, though the connection is closed before the last byte
        body = b"".join(self._parts).decode("utf-8", "replace")
        self._parts = []
        answer = {
            "status": self._response.status_code,
            "type": self._response.headers.get("content-type", ""),
            "body": body,
        }
        first = None if self._first is None else self._first - self._begun
        engine.ended(self._question, answer, error, self._begun, first, wait)
