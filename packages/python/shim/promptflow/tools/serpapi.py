"""Web search by SerpAPI."""

import json
import sys
from enum import Enum

from promptflow._core.tool import ToolProvider, tool
from promptflow.connections import SerpConnection
from promptflow.tools.exception import SerpAPISystemError, SerpAPIUserError


class SafeMode(str, Enum):
    ACTIVE = "active"
    OFF = "off"


class Engine(str, Enum):
    GOOGLE = "google"
    BING = "bing"


class SerpAPI(ToolProvider):
    def __init__(self, connection: SerpConnection):
        self.connection = connection

    @tool
    def search(
        self,
        query: str,
        location: str = None,
        safe: SafeMode = SafeMode.OFF,
        num: int = 10,
        engine: Engine = Engine.GOOGLE,
    ):
        from urllib.error import HTTPError, URLError
        from urllib.parse import urlencode
        from urllib.request import urlopen

        engine = getattr(engine, "value", engine)
        safe = getattr(safe, "value", safe)
        parameters = {"q": query, "location": location, "api_key": self.connection.api_key, "engine": engine}
        if safe == "active":
            parameters.update({"safe": "Active"} if engine == "google" else {"safeSearch": "Strict"})
        if int(num) > 0:
            parameters["num" if engine == "google" else "count"] = int(num)
        address = "https://serpapi.com/search?" + urlencode({k: v for k, v in parameters.items() if v is not None})
        try:
            with urlopen(address, timeout=60) as answer:
                return json.loads(answer.read())
        except HTTPError as error:
            kind = SerpAPISystemError if error.code >= 500 else SerpAPIUserError
            raise kind(message="SerpAPI answered %d: %s" % (error.code, _text(error))) from None
        except URLError as error:
            raise SerpAPISystemError(message="SerpAPI could not be reached: %s" % error.reason) from None


def _text(error):
    try:
        return error.read().decode("utf-8", "replace")[:500]
    except OSError:
        return sys.exc_info()[0].__name__


@tool
def search(
    connection: SerpConnection,
    query: str,
    location: str = None,
    safe: SafeMode = SafeMode.OFF,
    num: int = 10,
    engine: Engine = Engine.GOOGLE,
):
    return SerpAPI(connection).search(query=query, location=location, safe=safe, num=num, engine=engine)
