"""Web search by SerpAPI."""

from enum import Enum
from urllib.parse import urlencode

from promptflow._core.tool import ToolProvider, tool
from promptflow.connections import SerpConnection
from promptflow.tools._http import Unreachable, send
from promptflow.tools.exception import SerpAPISystemError, SerpAPIUserError

SERVICE = "https://serpapi.com/search"


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
        engine = getattr(engine, "value", engine)
        safe = getattr(safe, "value", safe)
        parameters = {"q": query, "location": location, "api_key": self.connection.api_key, "engine": engine}
        if safe == "active":
            parameters.update({"safe": "Active"} if engine == "google" else {"safeSearch": "Strict"})
        if int(num) > 0:
            parameters["num" if engine == "google" else "count"] = int(num)
        query_text = urlencode({key: value for key, value in parameters.items() if value not in (None, "")})
        try:
            answer = send("GET", SERVICE + "?" + query_text)
        except Unreachable as error:
            raise SerpAPISystemError(message="SerpAPI could not be reached: %s" % error) from None
        if not answer.ok:
            kind = SerpAPISystemError if answer.status >= 500 else SerpAPIUserError
            raise kind(message="SerpAPI answered %d: %s" % (answer.status, answer.text[:500]))
        return answer.json()


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
