"""The way to the engine of a script that `millrace python` runs: JSON lines over two pipes."""

import json
import os
import threading

DESCRIPTORS = "PROMPTFLOW_ENGINE_DESCRIPTORS"


class ScriptEngine:
    """One question at a time; other threads wait."""

    def __init__(self, asked, answered):
        self._asked = os.fdopen(asked, "w", encoding="utf-8")
        self._answered = os.fdopen(answered, "r", encoding="utf-8")
        self._lock = threading.Lock()
        self._owed = 0

    def _read(self):
        line = self._answered.readline()
        self._owed -= 1
        return line

    def ask(self, kind, payload):
        """The answer: a dict with `value`, `error` and the name of the error's `class`."""
        from promptflow import _engine

        with self._lock:
            while self._owed:  # whoever asked before was interrupted while it waited
                self._read()
            self._asked.write(json.dumps({"kind": kind, "payload": _engine.exact(kind, payload)}) + "\n")
            self._asked.flush()
            self._owed += 1
            line = self._read()
        if not line:
            raise EOFError("The Millrace process that runs this script has ended.")
        return json.loads(line)


def _connect():
    pair = os.environ.pop(DESCRIPTORS, None)
    if pair is None:
        return None
    asked, answered = (int(part) for part in pair.split(","))
    for descriptor in (asked, answered):
        os.set_inheritable(descriptor, False)
    return ScriptEngine(asked, answered)


engine = _connect()
