class Completions:
    def __init__(self, client):
        self._client = client

    def create(self, **body):
        return self._client.post("/chat/completions", body)


class AsyncCompletions:
    def __init__(self, client):
        self._client = client

    async def create(self, **body):
        return await self._client.post("/chat/completions", body)
