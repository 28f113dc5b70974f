import json
from types import SimpleNamespace

import stand_in_http as http


class OpenAIError(Exception):
    pass


class APIConnectionError(OpenAIError):
    pass


class BadRequestError(OpenAIError):
    pass


class Model(SimpleNamespace):
    """An answer by attributes, shown in records by its fields."""

    model_fields = ()

    def model_dump(self):
        return json.loads(json.dumps(vars(self), default=vars))


def read(text):
    return json.loads(text, object_hook=lambda fields: Model(**fields))


def checked(response):
    if response.status_code >= 400:
        message = json.loads(response.content)["error"]["message"]
        raise BadRequestError("Error code: %d - %s" % (response.status_code, message))
    return response


class Stream:
    def __init__(self, response):
        self._response = response
        self._items = self._read()

    def _read(self):
        rest = b""
        for part in self._response.iter_bytes():
            rest += part
            while b"\n\n" in rest:
                event, rest = rest.split(b"\n\n", 1)
                if event == b"data: [DONE]":
                    self._response.close()
                    return
                yield read(event[6:].decode())

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)


class AsyncStream:
    def __init__(self, response):
        self._response = response
        self._items = self._read()

    async def _read(self):
        rest = b""
        async for part in self._response.aiter_bytes():
            rest += part
            while b"\n\n" in rest:
                event, rest = rest.split(b"\n\n", 1)
                if event == b"data: [DONE]":
                    await self._response.aclose()
                    return
                yield read(event[6:].decode())

    def __aiter__(self):
        return self

    async def __anext__(self):
        return await self._items.__anext__()


class _Base:
    def __init__(self, api_key, base_url):
        self._key, self._url = api_key, base_url

    def _request(self, path, body):
        headers = {"content-type": "application/json", "authorization": "Bearer " + self._key}
        return http.Request("POST", self._url + path, headers, json.dumps(body).encode())


class SyncAPIClient(_Base):
    def __init__(self, api_key, base_url):
        super().__init__(api_key, base_url)
        self._client = http.Client()

    def post(self, path, body):
        stream = body.get("stream", False)
        try:
            response = checked(self._client.send(self._request(path, body), stream=stream))
        except http.ConnectError as error:
            raise APIConnectionError("Connection error.") from error
        return Stream(response) if stream else read(response.content.decode())


class AsyncAPIClient(_Base):
    def __init__(self, api_key, base_url):
        super().__init__(api_key, base_url)
        self._client = http.AsyncClient()

    async def post(self, path, body):
        stream = body.get("stream", False)
        response = checked(await self._client.send(self._request(path, body), stream=stream))
        return AsyncStream(response) if stream else read(response.content.decode())
