"""What the shim may ask of the engine; `promptflow._engine` holds the seam."""

import json
import threading
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
        """Waits for the engine's answer: a dict with `value` and `error`, one of which is None. `payload` is JSON."""
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
        message = {"type": "ask", "id": number, "call": call.id if call is not None else None, "kind": kind}
        self._worker.channel.send({**message, "payload": json.loads(json.dumps(payload, default=encode_special))})
