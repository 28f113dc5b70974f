"""What every group of operations of the client needs: how it asks, and how it names what it is given."""

import json
import os
import sys

from promptflow import _engine
from promptflow._asker import asked
from promptflow.core._flow import plain


class Operations:
    """A group of operations of one client. `_client.settings` go before those of the files (surface.md 2.1)."""

    def __init__(self, client=None):
        self._client = client

    def _ask(self, operation, **arguments):
        return ask(operation, settings=getattr(self._client, "settings", None), **arguments)


def ask(operation, settings=None, **arguments):
    """The engine's answer. What it writes meanwhile comes after what this process has printed."""
    given = {key: plain(value) for key, value in arguments.items() if value is not None}
    sys.stdout.flush()
    more = {"settings": settings} if settings else {}
    return json.loads(_engine.ask("client", asked(given, operation=operation, **more), plain=False))


def name_of(run):
    """The name of a run that is given as a Run or by its name."""
    return str(getattr(run, "name", run))


def path_of(value):
    """A path as the engine finds it, wherever the script has gone; what names no file stays as it is."""
    if value is None:
        return None
    text = os.fspath(getattr(value, "path", value))
    return os.path.abspath(text) if os.path.exists(text) else text
