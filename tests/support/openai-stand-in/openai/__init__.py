from openai._base_client import APIConnectionError, AsyncAPIClient, BadRequestError, OpenAIError, SyncAPIClient

__version__ = "stand-in"


class OpenAI(SyncAPIClient):
    def __init__(self, api_key, base_url, max_retries=2):
        super().__init__(api_key, base_url)
        from openai.resources.chat.completions import Completions as Chat
        from openai.resources.completions import Completions
        from openai.resources.embeddings import Embeddings

        self.chat = type("Chat", (), {"completions": Chat(self)})
        self.completions, self.embeddings = Completions(self), Embeddings(self)


class AsyncOpenAI(AsyncAPIClient):
    def __init__(self, api_key, base_url, max_retries=2):
        super().__init__(api_key, base_url)
        from openai.resources.chat.completions import AsyncCompletions as Chat
        from openai.resources.embeddings import AsyncEmbeddings

        self.chat = type("Chat", (), {"completions": Chat(self)})
        self.embeddings = AsyncEmbeddings(self)
