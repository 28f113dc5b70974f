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

    def __init__(self, api, azure, host, body, secrets):
        call = current.get()
        self.api = api
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
        path = request.url.path.rstrip("/")
        api = next((_APIS[end] for end in _APIS if path.endswith(end)), None)
        if api is None or request.method != "POST":
            return None
        try:
            body = request.content.decode("utf-8")
        except Exception:
            return None
        headers = request.headers
        azure = "/openai/deployments/" in path or "api-key" in headers
        given = [headers.get("api-key"), (headers.get("authorization") or "").partition(" ")[2]]
        return cls(api, azure, request.url.host, body, [secret for secret in given if secret])
