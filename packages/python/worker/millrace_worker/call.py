"""One call of a tool: what it logs, what it asks, what it traces."""

import sys

from .channel import encode, with_value
from .values import is_plain, shown_text

FLUSH = 1 << 13


class Call:
    __slots__ = ("id", "node", "aggregation", "task", "_worker", "_stream", "_text", "_size", "_ended", "_root")

    def __init__(self, worker, message):
        self.id = message["id"]
        self.node = message["node"]
        self.aggregation = message.get("line", 0) is None
        self.task = None
        self._worker = worker
        self._stream = "stdout"
        self._text = []
        self._size = 0
        self._ended = False
        self._root = None

    # --- running

    def run(self, function, arguments):
        tracer = self._tracer()
        if tracer is None:
            return function(**arguments)
        with tracer.Root(self.node) as self._root:
            return function(**arguments)

    async def run_async(self, function, arguments):
        tracer = self._tracer()
        if tracer is None:
            return await function(**arguments)
        with tracer.Root(self.node) as self._root:
            return await function(**arguments)

    def _tracer(self):
        """The shim's tracer, if tracing is on (`PF_DISABLE_TRACING=false`)."""
        tracing = sys.modules.get("promptflow.tracing._spans")
        return tracing if tracing is not None and tracing.enabled() else None

    def spans(self):
        return [] if self._root is None else self._root.record(shown_text)

    def join(self, items):
        return "".join([self._piece(item) for item in items])

    async def join_async(self, items):
        return "".join([self._piece(item) async for item in items])

    def _piece(self, item):
        text = str(item)
        message = {"type": "delta", "id": self.id, "text": text}
        if type(item) is not str and is_plain(item):
            message["item"] = item
        self._worker.channel.send(message)
        return text

    # --- logs

    def log(self, stream, text):
        if stream != self._stream:
            self.flush()
            self._stream = stream
        self._text.append(text)
        self._size += len(text)
        if text.endswith("\n") or self._size > FLUSH:
            self.flush()

    def log_written(self, stream, text, end):
        """Text that was read from the file behind a descriptor, up to `end` bytes: in a crash the rest is still there."""
        self.flush()
        self._send_log(stream, text, end)

    def flush(self):
        if self._text:
            text = "".join(self._text)
            self._text = []
            self._size = 0
            self._send_log(self._stream, text, None)

    def _send_log(self, stream, text, end):
        message = {"type": "log", "id": self.id, "stream": stream, "text": text, "end": end}
        self._worker.channel.send(message)

    def dead(self):
        """True once the call has answered: a thread that it left behind has nobody to write to."""
        return self._ended

    def end(self):
        self._ended = True

    # --- for the shim

    def metric(self, name, value, variant):
        if self.aggregation:
            head = {"type": "metric", "id": self.id, "name": str(name), "variant": variant}
            text = encode(value) if is_plain(value) else shown_text(value)
            self._worker.channel.send_text(with_value(head, text))
