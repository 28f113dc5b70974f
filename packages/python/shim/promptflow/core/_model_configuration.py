"""Model configurations: either a connection by name, or the fields themselves."""

from dataclasses import dataclass
from typing import Optional


class ModelConfiguration:
    pass


class _Checked(ModelConfiguration):
    _EXPLICIT = ()

    def __post_init__(self):
        given = [name for name in self._EXPLICIT if getattr(self, name) is not None]
        if self.connection is not None and given:
            from promptflow.core._errors import InvalidConnectionError

            raise InvalidConnectionError("Give either a connection or %s, not both." % ", ".join(given))

    def connected(self, connection):
        """The same configuration with the fields of its connection in the place of its name."""
        return type(self).from_connection(connection, getattr(self, next(iter(self.__dataclass_fields__))))


@dataclass
class AzureOpenAIModelConfiguration(_Checked):
    azure_deployment: str
    azure_endpoint: Optional[str] = None
    api_version: Optional[str] = None
    api_key: Optional[str] = None
    connection: Optional[str] = None

    _EXPLICIT = ("azure_endpoint", "api_version", "api_key")

    @classmethod
    def from_connection(cls, connection, azure_deployment):
        return cls(
            azure_deployment=azure_deployment,
            azure_endpoint=connection.api_base,
            api_version=connection.api_version,
            api_key=connection.api_key,
        )


@dataclass
class OpenAIModelConfiguration(_Checked):
    model: str
    base_url: Optional[str] = None
    api_key: Optional[str] = None
    organization: Optional[str] = None
    connection: Optional[str] = None

    _EXPLICIT = ("base_url", "api_key", "organization")

    @classmethod
    def from_connection(cls, connection, model):
        return cls(
            model=model,
            base_url=connection.base_url,
            api_key=connection.api_key,
            organization=connection.organization,
        )
