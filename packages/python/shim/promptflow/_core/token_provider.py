"""Tokens of Entra ID for connections with `auth_mode: meid_token`."""


class TokenProviderABC:
    def get_token(self):
        raise NotImplementedError


class StaticTokenProvider(TokenProviderABC):
    def __init__(self, token):
        self.token = token

    def get_token(self):
        return self.token


class AzureTokenProvider(TokenProviderABC):
    """The default credential of the package azure-identity."""

    def get_token(self):
        from azure.identity import DefaultAzureCredential

        from promptflow.connections import TOKEN_SCOPE

        return DefaultAzureCredential().get_token(TOKEN_SCOPE).token
