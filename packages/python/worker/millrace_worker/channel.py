"""Messages to and from the engine: JSON, one a line, ASCII outwards."""

import json
import os
from _thread import allocate_lock
from collections import deque

from . import media

# Below the size from which malloc asks the kernel for pages of their own: a read costs half as much.
CHUNK = 1 << 16
EBADF = 9
LOST = 72


# Made once: `json.dumps` with separators makes an encoder for each call.
encode = json.JSONEncoder(separators=(",", ":")).encode
scan = json.JSONDecoder().scan_once


class Channel:
    """Two descriptors. Any thread may send; one thread at a time reads."""

    def __init__(self, incoming, outgoing):
        self.incoming = incoming
        self.outgoing = outgoing
        self._sending = allocate_lock()
        self._lines = deque()
        self._rest = []
        self._owner = os.getpid()

    def read(self):
        """The next message as a dict; None at the end of the stream."""
        while not self._lines:
            try:
                chunk = os.read(self.incoming, CHUNK)
            except OSError as error:
                leave_if_closed(error)
                return None
            if not chunk:
                return None
            if b"\n" not in chunk:
                self._rest.append(chunk)
                continue
            lines = chunk.split(b"\n")
            if self._rest:
                lines[0] = b"".join(self._rest) + lines[0]
            self._rest = [lines[-1]] if lines[-1] else []
            self._lines.extend(lines[:-1])
        line = self._lines.popleft()
        text = line.decode("utf-8")
        return media.parse(text) if media.occurs(line) else scan(text, 0)[0]

    def pending(self):
        return bool(self._lines)

    def send(self, message):
        self.send_text(encode(message))

    def send_text(self, text):
        if os.getpid() != self._owner:
            os._exit(70)  # a child that a tool forked came back from its call: only the worker itself may answer
        data = memoryview((text + "\n").encode("ascii"))
        with self._sending:
            while data:
                try:
                    data = data[os.write(self.outgoing, data) :]
                except OSError as error:
                    leave_if_closed(error)
                    raise


def leave_if_closed(error):
    """A tool closed our descriptor. Another thread's read may still hold the connection open, so the engine would wait
    forever for what can never be said: the process has to end."""
    if error.errno == EBADF:
        os._exit(LOST)


def with_value(head, value):
    """A message that ends with a value as JSON text. `size` tells the engine where it starts: it keeps the text."""
    body = encode(head)
    return '{"size":%d,%s,"value":%s}' % (len(value), body[1:-1], value)
