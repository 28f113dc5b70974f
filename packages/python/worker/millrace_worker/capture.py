"""What tools write to stdout and stderr, tagged with the call that wrote it."""

import os
import sys
import time
from _contextvars import ContextVar

current = ContextVar("millrace_call", default=None)
LIMIT = 1 << 20
_stamp = (0, "")


def stamp():
    """The prefix of one write (spec 3.5)."""
    global _stamp
    now = int(time.time())
    if _stamp[0] != now:
        _stamp = (now, time.strftime("[%Y-%m-%dT%H:%M:%S+0000] ", time.gmtime(now)))
    return _stamp[1]


class Capture:
    """Replaces `sys.stdout` and `sys.stderr` and watches the files behind descriptors 1 and 2.

    `active` are the calls that run now. Text of a thread that knows no call goes to the only call there is."""

    def __init__(self, readers):
        self.active = []
        self._readers = [[name, reader, 0] for name, reader in zip(("stdout", "stderr"), readers)]
        self._stdout = sys.stdout = Stream(self, "stdout", sys.stdout)
        self._stderr = sys.stderr = Stream(self, "stderr", sys.stderr)

    def call(self):
        call = current.get()
        if call is None and len(self.active) == 1:
            return self.active[0]
        return call

    def drain(self, call):
        """Takes what reached the descriptors past Python: subprocesses, C libraries, `sys.stdout.buffer`."""
        for source in self._readers:
            name, reader, offset = source
            size = os.fstat(reader).st_size
            if size <= offset:
                continue
            text = os.read(reader, min(size - offset, LIMIT)).decode("utf-8", "replace")
            if size - offset > LIMIT:
                text += "\n… %d more bytes\n" % (size - offset - LIMIT)
                os.lseek(reader, size, os.SEEK_SET)
            source[2] = size
            call.log_written(name, stamp() + text, size)

    def finish(self, call):
        """At the end of a call: nothing that it wrote stays behind."""
        for stream in (self._stdout, self._stderr):
            try:
                stream.original.flush()
            except Exception:
                pass  # a tool closed it
        try:
            self.drain(call)
        except OSError:
            pass
        call.flush()
        call.end()


class Stream:
    """Stands for `sys.stdout` or `sys.stderr`; all but writing text is the original's."""

    def __init__(self, capture, name, original):
        self._capture = capture
        self._name = name
        self.original = original

    def write(self, text):
        call = self._capture.call()
        if call is None or not isinstance(text, str) or call.dead():
            return self.original.write(text)
        try:
            self.original.flush()
            self._capture.drain(call)
        except Exception:
            pass
        call.log(self._name, text if text == "\n" else stamp() + text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self.original, name)

    def __iter__(self):
        return iter(self.original)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None
