"""A request to a model, as the engine identifies it."""

from ..capture import current

_APIS = {
    "/chat/completions": "chat",
    "/completions": "completion",
    "/embeddings": "embedding",
    "/responses": "responses",
}


class Question:
    """`node` is the node whose code asks, also if another one reads the answer."""

    # what was permitted, and the headers of the answer that speak of limits
    permit = None
    limits = None

    def __init__(self, api, azure, host, body, secrets, address):
        call = current.get()
        self.api = api
        self.address = address
        self.node = call.node if call is not None else None
        self.fields = {
            "provider": "AzureOpenAIConnection" if azure else "OpenAIConnection",
            "host": host,
            "api": api,
            "request": body,
            "secrets": secrets,
            "node": self.node,
        }

    @classmethod
    def of(cls, request):
        """None for requests that are no calls of a model (lists of models, files…) and for bodies that are no JSON."""
        path = request.url.path
        if request.method != "POST" or cls.api_of(path) is None:
            return None
        try:
            body = request.content.decode("utf-8")
        except Exception:
            return None
        headers = request.headers
        azure = "/openai/deployments/" in path or "api-key" in headers
        given = [headers.get("api-key"), (headers.get("authorization") or "").partition(" ")[2]]
        url = request.url
        port = "" if url.port is None else ":%d" % url.port
        address = "%s://%s%s%s" % (url.scheme, url.host, port, path)
        return cls.at(path, azure, url.host, body, given, address)

    @staticmethod
    def api_of(path):
        return next((_APIS[end] for end in _APIS if path.rstrip("/").endswith(end)), None)

    @classmethod
    def at(cls, path, azure, host, body, secrets, address):
        """None for a path that is no call of a model."""
        api = cls.api_of(path)
        return None if api is None else cls(api, azure, host, body, [secret for secret in secrets if secret], address)

    def answered(self, headers):
        """Called when an answer begins to come."""
        self.limits = {name.lower(): value for name, value in headers.items() if _is_limit(name.lower())}


def _is_limit(name):
    return "ratelimit-" in name or name.startswith("retry-after")
