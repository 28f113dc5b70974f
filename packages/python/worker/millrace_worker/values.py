"""What crosses the pipe, and how what cannot cross is shown."""

import json
import os
import re

from . import media

TOKENS = re.compile(r"(\w+)|(\['.*?'\])|(\[\d+\])")
_SCALARS = frozenset((str, int, float, bool, type(None)))


def is_plain(value):
    """Exactly None, bool, int, float, str, list or dict with text keys, all the way down: equal after the round trip."""
    try:
        return _plain(value)
    except RecursionError:
        return False


def _plain(value):
    kind = type(value)
    if kind in _SCALARS:
        return True
    if kind is list:
        for item in value:
            if type(item) not in _SCALARS and not _plain(item):
                return False
        return True
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str or (type(item) not in _SCALARS and not _plain(item)):
                return False
        return True
    return False


def encode_special(value):
    """The default of the original's encoder: what has a form of its own; everything else is a TypeError."""
    marked = media.marked(value)
    if marked is not None:
        return marked
    form = getattr(type(value), "__millrace_json__", None)
    if form is not None:
        return form(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def output_text(value):
    """A flow output as JSON text (spec 2.6): tuples, subclasses of str and dict and keys that are numbers are accepted.

    Raises TypeError, ValueError or RecursionError for the rest."""
    return json.dumps(value, default=encode_special, separators=(",", ":"))


def shown_text(value):
    """What records hold of a value (spec 2.6): its JSON where there is one, else its repr."""
    if is_connection(value):
        return json.dumps(value.name if getattr(value, "_stored", False) else type(value).__name__)
    if is_iterable(value):
        return json.dumps(str(value))
    try:
        return output_text(value)
    except Exception:
        return json.dumps(safe(repr, value))


def is_connection(value):
    return getattr(type(value), "__millrace_connection__", False)


def is_iterable(value):
    """A generator or iterator, synchronous or not: as a flow's output its items are joined."""
    kind = type(value)
    return (hasattr(kind, "__next__") and hasattr(kind, "__iter__")) or hasattr(kind, "__anext__")


def safe(function, value):
    """`str(value)` or `repr(value)`, whatever the class does in it."""
    try:
        return function(value)
    except Exception as error:
        return "<%s object: its %s() failed with %s>" % (
            type(value).__name__,
            function.__name__,
            type(error).__name__,
        )


def property_of(value, path):
    """`${node.output.<path>}` (spec 1.2.5). Raises KeyError, IndexError or AttributeError for what is not there."""
    for match in TOKENS.finditer(path):
        word, quoted, index = match.groups()
        if word is not None:
            value = value[word] if isinstance(value, dict) else getattr(value, word)
        elif quoted is not None:
            value = value[quoted[2:-2]]
        else:
            value = value[int(index[1:-1])]
    return value


def surroundings():
    """What a portable call leaves as it was: the environment and the working directory."""
    data = getattr(os.environ, "_data", os.environ)
    try:
        return dict(data), os.getcwd()
    except OSError:
        return dict(data), None
