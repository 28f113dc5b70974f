"""What the shim may ask of the engine; `promptflow._engine` holds the seam."""

import json
import os
import threading
from collections import deque
from itertools import count

from .capture import current
from .values import encode_special


class Waiter:
    def __init__(self):
        self.lock = threading.Lock()
        self.lock.acquire()
        self.answer = None


_numbers = count(1)


class Engine:
    def __init__(self, worker):
        self._worker = worker

    def call(self):
        return current.get() or self._worker.capture.call()

    def log_metric(self, name, value, variant):
        call = self.call()
        if call is not None:
            call.metric(name, value, variant)

    def ask(self, kind, payload):
        """Waits for the engine's answer: a dict with `value`, `error` and the name of the error's `class`. `payload` is JSON."""
        waiter = Waiter()
        number = next(_numbers)
        self._worker.asks[number] = waiter
        self._send(number, kind, payload)
        waiter.lock.acquire()
        return waiter.answer

    def stream(self, handle, name):
        from .streams import generator_of

        return generator_of(self._worker, handle, name)

    def tell(self, kind, payload):
        """The same without waiting for an answer."""
        self._send(next(_numbers), kind, payload)

    def _send(self, number, kind, payload):
        call = self.call()
        self._worker.channel.send(question(number, call.id if call is not None else None, kind, payload))


def question(number, call, kind, payload):
    from promptflow import _engine

    plain = json.loads(json.dumps(_engine.exact(kind, payload, encode_special), default=encode_special))
    return {"type": "ask", "id": number, "call": call, "kind": kind, "payload": plain}


class ImportEngine:
    """The same for modules that the supervisor imports: no call to belong to. Commands that come before the answer wait in
    `later`. Only the thread that imports may ask: it is the one that reads."""

    def __init__(self, channel):
        self.later = deque()
        self._channel = channel
        self._reader = threading.get_ident()

    def log_metric(self, name, value, variant):
        pass

    def ask(self, kind, payload):
        if threading.get_ident() != self._reader:
            reason = "%s cannot be used in a thread that a module starts while it is imported." % kind
            return {"value": None, "error": reason, "class": "UserErrorException"}
        number = next(_numbers)
        self._channel.send(question(number, None, kind, payload))
        while True:
            message = self._channel.read()
            if message is None:
                os._exit(0)  # the engine is gone
            if message["type"] != "answer":
                self.later.append(message)
            elif message["id"] == number:
                return message

    def tell(self, kind, payload):
        self._channel.send(question(next(_numbers), None, kind, payload))

    def stream(self, handle, name):
        from .streams import pieces_of

        return pieces_of(self, handle, name)
