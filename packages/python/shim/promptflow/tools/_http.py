"""HTTP for the built-in tools. The engine sends it, so that proxies and certificates hold as for every other call."""

import json

from promptflow import _engine


class Unreachable(Exception):
    """No answer came."""


class Answer:
    def __init__(self, answer):
        self.status = answer["status"]
        self.headers = answer["headers"]
        self.text = answer["body"]

    @property
    def ok(self):
        return 200 <= self.status < 300

    def json(self):
        return json.loads(self.text)


def send(method, url, headers=None, body=None, seconds=60):
    """`body` is sent as JSON unless it is text. Raises Unreachable."""
    data = body if body is None or isinstance(body, str) else json.dumps(body)
    head = dict(headers or {})
    if data is not None:
        head.setdefault("content-type", "application/json")
    answer = _engine.ask("http", {"method": method, "url": url, "headers": head, "body": data, "seconds": seconds})
    if answer["status"] == 0:
        raise Unreachable(answer["reason"])
    return Answer(answer)
