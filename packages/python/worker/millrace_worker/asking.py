"""What the shim may ask of the engine; `promptflow._engine` holds the seam."""

import json
import threading

from .capture import current


class Waiter:
    def __init__(self):
        self.lock = threading.Lock()
        self.lock.acquire()
        self.answer = None


class Engine:
    def __init__(self, worker):
        self._worker = worker
        self._count = 0

    def call(self):
        return current.get() or self._worker.capture.call()

    def log_metric(self, name, value, variant):
        call = self.call()
        if call is not None:
            call.metric(name, value, variant)

    def ask(self, kind, payload):
        """Waits for the engine's answer. `payload` is JSON. Raises RuntimeError-like errors by `raise_error`."""
        call = self.call()
        self._count += 1
        waiter = Waiter()
        self._worker.asks[self._count] = waiter
        self._worker.channel.send(
            {
                "type": "ask",
                "id": self._count,
                "call": call.id if call is not None else None,
                "kind": kind,
                "payload": json.loads(json.dumps(payload)),
            }
        )
        waiter.lock.acquire()
        return waiter.answer
