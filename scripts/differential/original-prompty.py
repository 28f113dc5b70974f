"""Asks an original `Prompty` (promptflow 1.18.5) what it answers, each case in a fork of its own.

Reads one JSON case a line on stdin, answers one JSON line each: {"result": …} or {"codes": […]}. Run it with the interpreter
that `ORACLE_PYTHON=1 ../shared/tools/oracle` prints. Only `Prompty.load`, calls, `render` and `estimate_token_count` are used.
"""

import base64
import itertools
import json
import os
import shutil
import struct
import sys
import tempfile
import zlib


def write(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        content = text.encode()
        if text.startswith("base64:"):
            content = base64.b64decode(text[7:])
        elif text.startswith("png:"):
            content = png(*map(int, text[4:].split("x")))
        with open(path, "wb") as file:
            file.write(content)


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x00\x00\x00" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def shape(value):
    """A value as JSON; what the client library answers only as what it is."""
    if hasattr(value, "model_dump"):
        return {"$sdk": type(value).__name__}
    if hasattr(value, "__next__") or type(value).__name__ == "Stream":
        items = [shape(item) for item in itertools.islice(value, 200)]
        return {"$iter": type(value).__name__, "items": len(items) if items and "$sdk" in items[0] else items}
    return value


def answer(case):
    from promptflow.core import Prompty

    prompty = Prompty.load(source="x.prompty", **case.get("load", {}))
    ways = {"call": prompty, "render": prompty.render, "tokens": prompty.estimate_token_count}
    return shape(ways[case["op"]](**case.get("inputs", {})))


def child(case, out):
    folder = tempfile.mkdtemp()
    try:
        write(folder, case["files"])
        os.chdir(folder)
        os.environ.update(case.get("env", {}))
        try:
            said = {"result": answer(case)}
        except Exception as error:
            said = {"codes": getattr(error, "error_codes", None) or ["SystemError", type(error).__name__]}
        with os.fdopen(out, "w") as file:
            json.dump(said, file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def main():
    import openai  # noqa: F401  (loaded once, for all forks)
    import promptflow.client  # noqa: F401
    import promptflow.core  # noqa: F401

    for line in sys.stdin:
        out, into = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(out)
            child(json.loads(line), into)
        os.close(into)
        with os.fdopen(out) as file:
            print(file.read() or "{}", flush=True)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
