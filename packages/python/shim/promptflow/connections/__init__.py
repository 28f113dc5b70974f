"""Connections as tools get them (spec 7.1): dict-like, secrets first. No text form of one shows a secret."""

from promptflow import _with_installed

__path__ = _with_installed(__name__, __path__)

from promptflow.contracts.types import Secret

__all__ = [
    "AzureAIServicesConnection",
    "AzureContentSafetyConnection",
    "AzureOpenAIConnection",
    "BingConnection",
    "CognitiveSearchConnection",
    "CustomConnection",
    "CustomStrongTypeConnection",
    "FormRecognizerConnection",
    "OpenAIConnection",
    "QdrantConnection",
    "Secret",
    "SerpConnection",
    "ServerlessConnection",
    "WeaviateConnection",
    "register_connections",
]

TOKEN_SCOPE = "https://cognitiveservices.azure.com/.default"


_FILE_TYPES = {
    "AzureOpenAIConnection": "azure_open_ai",
    "OpenAIConnection": "open_ai",
    "ServerlessConnection": "serverless",
    "CognitiveSearchConnection": "cognitive_search",
    "AzureAIServicesConnection": "azure_ai_services",
    "AzureContentSafetyConnection": "azure_content_safety",
    "FormRecognizerConnection": "form_recognizer",
    "SerpConnection": "serp",
    "QdrantConnection": "qdrant",
    "WeaviateConnection": "weaviate",
}


class _Connection:
    __millrace_connection__ = True

    def __init__(self, name=None, module="promptflow.connections", configs=None, secrets=None, **kwargs):
        self.name = name
        self.module = module
        self.class_name = type(self).__name__
        self.type = self.class_name[: -len("Connection")] if self.class_name.endswith("Connection") else self.class_name
        self.configs = configs or {}
        self.secrets = secrets or {}
        self.expiry_time = kwargs.get("expiry_time")
        self.created_date = kwargs.get("created_date")
        self.last_modified_date = kwargs.get("last_modified_date")

    def keys(self):
        return [*self.configs, *(key for key in self.secrets if key not in self.configs)]

    def __getitem__(self, key):
        if key in self.secrets:
            return self.secrets[key]
        if key in self.configs:
            return self.configs[key]
        raise KeyError("Key %r not found in connection %r." % (key, self.name))

    def __iter__(self):
        return iter(self.keys())

    def __contains__(self, key):
        return key in self.secrets or key in self.configs

    def __repr__(self):
        return "<%s %s>" % (type(self).__name__, self.name)

    def __str__(self):
        """As the YAML file of one has it, secrets hidden."""
        from promptflow._utils.yaml_utils import dump_yaml

        hidden = {key: "******" for key in self.secrets}
        kind = self._file_type()
        common = {
            "name": self.name,
            "module": self.module,
            "created_date": self.created_date,
            "last_modified_date": self.last_modified_date,
            "type": kind,
        }
        own = {"configs": self.configs, "secrets": hidden} if kind == "custom" else {**hidden, **self.configs}
        return dump_yaml({key: value for key, value in {**common, **own}.items() if value is not None})

    def _file_type(self):
        """`type` in a YAML file: `open_ai` of OpenAIConnection; `custom` of classes of users."""
        return _FILE_TYPES.get(type(self).__name__, "custom")

    def _to_execution_connection_dict(self):
        """What an executor knows a connection by (spec 7.2)."""
        values = {**self.configs, **self.secrets}
        return {
            "name": self.name,
            "type": self.class_name,
            "module": self.module,
            "value": {key: value for key, value in values.items() if value is not None},
            "secret_keys": list(self.secrets),
        }


def _field(name, where):
    """An attribute that lives in `configs` or `secrets`."""

    def read(self):
        return getattr(self, where).get(name)

    def write(self, value):
        getattr(self, where)[name] = value

    return property(read, write)


class _StrongTypeConnection(_Connection):
    """Fields are attributes. Those in `_SECRETS` are secrets."""

    _SECRETS = ("api_key",)

    def __init_subclass__(cls, fields=(), **kwargs):
        super().__init_subclass__(**kwargs)
        for name in fields:
            setattr(cls, name, _field(name, "secrets" if name in cls._SECRETS else "configs"))


class _StrongTypeAADSupportedConnection(_StrongTypeConnection):
    """With `auth_mode: meid_token` a token stands for the key."""

    def get_token(self):
        """A token of the default Azure credential; needs the package azure-identity."""
        from azure.identity import DefaultAzureCredential

        return DefaultAzureCredential().get_token(TOKEN_SCOPE).token


class AzureOpenAIConnection(
    _StrongTypeAADSupportedConnection,
    fields=("api_base", "api_type", "api_version", "auth_mode", "resource_id", "api_key"),
):
    def __init__(
        self,
        api_base,
        api_key=None,
        api_type="azure",
        api_version="2024-02-01",
        auth_mode="key",
        resource_id=None,
        **kwargs,
    ):
        configs = {
            "api_base": api_base,
            "api_type": api_type,
            "api_version": api_version,
            "auth_mode": auth_mode,
            "resource_id": resource_id,
        }
        super().__init__(configs=configs, secrets=_key(api_key, auth_mode), **kwargs)

    @classmethod
    def from_env(cls, name=None):
        """From AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and OPENAI_API_VERSION."""
        env = _environment(cls, "AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY")
        version = _version("OPENAI_API_VERSION")
        return cls(
            api_base=env["AZURE_OPENAI_ENDPOINT"], api_key=env["AZURE_OPENAI_API_KEY"], name=name, **version
        )


class OpenAIConnection(_StrongTypeConnection, fields=("organization", "base_url", "api_key")):
    def __init__(self, api_key, organization=None, base_url=None, **kwargs):
        if base_url in ("", "_"):
            base_url = None
        configs = {"organization": organization, "base_url": base_url}
        super().__init__(configs=configs, secrets={"api_key": api_key}, **kwargs)

    @classmethod
    def from_env(cls, name=None):
        """From OPENAI_API_KEY, and OPENAI_ORG_ID and OPENAI_BASE_URL where they are set."""
        import os

        env = _environment(cls, "OPENAI_API_KEY")
        return cls(
            api_key=env["OPENAI_API_KEY"],
            organization=os.environ.get("OPENAI_ORG_ID"),
            base_url=os.environ.get("OPENAI_BASE_URL"),
            name=name,
        )


class ServerlessConnection(_StrongTypeConnection, fields=("api_base", "api_key")):
    def __init__(self, api_key, api_base, **kwargs):
        super().__init__(configs={"api_base": api_base}, secrets={"api_key": api_key}, **kwargs)


class QdrantConnection(ServerlessConnection):
    pass


class WeaviateConnection(ServerlessConnection):
    pass


class SerpConnection(_StrongTypeConnection, fields=("api_key",)):
    def __init__(self, api_key, **kwargs):
        super().__init__(secrets={"api_key": api_key}, **kwargs)


class CognitiveSearchConnection(
    _StrongTypeAADSupportedConnection, fields=("api_base", "api_version", "auth_mode", "api_key")
):
    def __init__(self, api_base, api_key=None, api_version="2023-11-01", auth_mode="key", **kwargs):
        configs = {"api_base": api_base, "api_version": api_version, "auth_mode": auth_mode}
        super().__init__(configs=configs, secrets=_key(api_key, auth_mode), **kwargs)


class AzureAIServicesConnection(_StrongTypeAADSupportedConnection, fields=("endpoint", "auth_mode", "api_key")):
    def __init__(self, endpoint, api_key=None, auth_mode="key", **kwargs):
        configs = {"endpoint": endpoint, "auth_mode": auth_mode}
        super().__init__(configs=configs, secrets=_key(api_key, auth_mode), **kwargs)


class AzureContentSafetyConnection(
    _StrongTypeConnection, fields=("endpoint", "api_version", "api_type", "api_key")
):
    def __init__(self, api_key, endpoint, api_version="2023-10-01", api_type="Content Safety", **kwargs):
        configs = {"endpoint": endpoint, "api_version": api_version, "api_type": api_type}
        super().__init__(configs=configs, secrets={"api_key": api_key}, **kwargs)


class FormRecognizerConnection(AzureContentSafetyConnection):
    def __init__(self, api_key, endpoint, api_version="2023-07-31", api_type="Form Recognizer", **kwargs):
        super().__init__(api_key, endpoint, api_version, api_type, **kwargs)


class BingConnection(_StrongTypeConnection, fields=("api_key", "url")):
    def __init__(self, api_key, url="https://api.bing.microsoft.com/v7.0/search", **kwargs):
        super().__init__(configs={"url": url}, secrets={"api_key": api_key}, **kwargs)


class CustomConnection(_Connection):
    """Free keys. Attributes read them too."""

    def __init__(self, secrets, configs=None, **kwargs):
        super().__init__(configs=dict(configs or {}), secrets=dict(secrets or {}), **kwargs)

    def __getattr__(self, name):
        if not name.startswith("_"):
            for values in (self.__dict__.get("secrets", {}), self.__dict__.get("configs", {})):
                if name in values:
                    return values[name]
        raise AttributeError("'%s' object has no attribute %r" % (type(self).__name__, name))

    def is_secret(self, item):
        return item in self.secrets

    def _is_custom_strong_type(self):
        return self.configs.get("promptflow.connection.custom_type")


class CustomStrongTypeConnection(_Connection):
    """Base of connection classes of users: annotated attributes, those of type Secret are secrets (spec 6.3)."""

    def __init__(self, secrets, configs=None, **kwargs):
        kwargs.setdefault("module", type(self).__module__)
        super().__init__(configs=dict(configs or {}), secrets=dict(secrets or {}), **kwargs)
        self.type = "NotSet"  # as in the original, whose types are its own classes
        self.class_name = "NotSetConnection"
        self.custom_type = kwargs.get("custom_type") or type(self).__name__
        self.package = kwargs.get("package")
        self.package_version = kwargs.get("package_version")

    def __getattribute__(self, name):
        if not name.startswith("_") and name in type(self)._declared():
            return self.secrets[name] if name in self.secrets else self.configs[name]
        return super().__getattribute__(name)

    @classmethod
    def _declared(cls):
        names = {}
        for base in cls.__mro__:
            if base is CustomStrongTypeConnection:
                return names
            names.update(base.__dict__.get("__annotations__", None) or _annotations(base))
        return names


def _annotations(base):
    """Python 3.14 keeps annotations as a function."""
    return getattr(base, "__annotations__", None) or {}


def register_connections(connection_classes):
    """Accepted for older code, a class or a list of them: classes are found by their base."""
    for one in connection_classes if isinstance(connection_classes, list) else [connection_classes]:
        one.__name__  # what is no class is refused, as by the original


def _key(api_key, auth_mode):
    """With a token there is no key, given or not."""
    return {"api_key": api_key} if auth_mode == "key" else {}


def _environment(cls, *names):
    import os

    absent = [name for name in names if not os.environ.get(name)]
    if absent:
        from promptflow.core._errors import RequiredEnvironmentVariablesNotSetError

        raise RequiredEnvironmentVariablesNotSetError(absent, cls.__name__)
    return {name: os.environ[name] for name in names}


def _version(name):
    import os

    return {"api_version": os.environ[name]} if os.environ.get(name) else {}
