"""Images on the pipe (spec 2.5): a dict of one entry under a key that only the engine and its workers know, which names a
file of the folder that they share. So images are copied by nobody, and no data can pretend to be one."""

import os
import sys

_MODULE = "promptflow.contracts.multimedia"
_key = None
_mark = None
_folder = None


def configure(start):
    """`start` is the first message of a process; without its `media` images stay what JSON makes of them."""
    global _key, _mark, _folder
    media = start.get("media")
    if media is not None:
        _key, _folder = media["key"], media["folder"]
        _mark = _key.encode("ascii")


def occurs(line):
    """Whether a message may hold images. Cheap, since most do not."""
    return _mark is not None and _mark in line


def parse(text):
    """A message with its images and texts as objects."""
    import json

    return json.loads(text, object_hook=_object)


def _object(found):
    parts = found.get(_key) if len(found) == 1 else None
    if parts is None:
        return found
    from promptflow.contracts.multimedia import Image, PFBytes, Text

    if parts[0] == "text":
        return Text(parts[1], parts[2])
    kind, digest, mime, url = parts
    with open(os.path.join(_folder, digest), "rb") as file:
        data = file.read()
    return (PFBytes if kind == "bytes" else Image)(data, mime, url)


def marked(value):
    """What stands for an image or a text of openai-vision on the pipe; None for every other value."""
    module = sys.modules.get(_MODULE)
    if _key is None or module is None:
        return None
    if isinstance(value, module.PFBytes):
        kind = "image" if isinstance(value, module.Image) else "bytes"
        return {_key: [kind, _save(value), value._mime_type, value.source_url]}
    if isinstance(value, module.Text):
        return {_key: ["text", str(value), value._annotations]}
    return None


def plain(value):
    """The value with its images and texts marked, if there is nothing else in it that JSON would lose. Else a TypeError."""
    made = marked(value)
    if made is not None:
        return made
    kind = type(value)
    if kind is list:
        return [plain(item) for item in value]
    if kind is dict and all(type(key) is str for key in value):
        return {key: plain(item) for key, item in value.items()}
    if kind in (str, int, float, bool, type(None)):
        return value
    raise TypeError(kind.__name__)


def text_of(value):
    """JSON of a value that holds images beside plain values; None for every other value."""
    if _key is None or _MODULE not in sys.modules:
        return None
    from .channel import encode

    try:
        return encode(plain(value))
    except (TypeError, RecursionError):
        return None


def _save(data):
    import hashlib

    digest = hashlib.sha1(data).hexdigest()
    path = os.path.join(_folder, digest)
    if not os.path.exists(path):
        os.makedirs(_folder, 0o700, exist_ok=True)
        temporary = "%s.%d-%d" % (path, os.getpid(), id(data))
        with open(temporary, "xb") as file:
            file.write(data)
        os.replace(temporary, path)
    return digest
