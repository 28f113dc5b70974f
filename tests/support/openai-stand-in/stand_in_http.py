import http.client
from types import SimpleNamespace
from urllib.parse import urlsplit


class ConnectError(Exception):
    def __init__(self, text, request=None):
        super().__init__(text)


class ReadTimeout(ConnectError):
    pass


class Request:
    def __init__(self, method, url, headers, content):
        parts = urlsplit(url)
        self.method, self.headers, self.content = method, headers, content
        self.url = SimpleNamespace(scheme=parts.scheme, path=parts.path, host=parts.hostname, port=parts.port)


class Response:
    def __init__(self, status_code, headers=None, content=b"", request=None, source=None):
        self.status_code, self.headers, self.request = status_code, headers or {}, request
        self._source, self._content = source, content

    @property
    def content(self):
        if self._source is not None:
            self._content = b"".join(self.iter_bytes())
        return self._content

    def iter_bytes(self):
        source, self._source = self._source, None
        if source is None:
            yield self._content
            return
        while True:
            part = source.read1(64)
            if not part:
                return
            yield part

    async def aiter_bytes(self):
        for part in Response.iter_bytes(self):
            yield part

    def close(self):
        pass

    async def aclose(self):
        pass


class Client:
    def send(self, request, stream=False):
        connection = http.client.HTTPConnection(request.url.host, request.url.port)
        try:
            connection.request(request.method, request.url.path, request.content, request.headers)
        except OSError as error:
            raise ConnectError(str(error)) from error
        answer = connection.getresponse()
        response = Response(answer.status, {"content-type": answer.headers["content-type"]}, request=request, source=answer)
        if not stream:
            response.content
        return response


class AsyncClient:
    async def send(self, request, stream=False):
        return Client().send(request, stream=stream)
