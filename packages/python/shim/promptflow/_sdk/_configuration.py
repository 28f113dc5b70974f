"""Settings of `pf.yaml` (spec 8.4), as Python code reads and sets them."""

from promptflow.exceptions import ValidationException


class InvalidConfigFile(ValidationException):
    pass


class InvalidConfigValue(ValidationException):
    pass


class Configuration:
    """The settings that hold in the working folder, under `overrides` by dotted key."""

    COLLECT_TELEMETRY = "telemetry.enabled"
    EXTENSION_COLLECT_TELEMETRY = "extension.telemetry_enabled"
    INSTALLATION_ID = "cli.installation_id"
    CONNECTION_PROVIDER = "connection.provider"
    RUN_OUTPUT_PATH = "run.output_path"
    USER_AGENT = "user_agent"
    ENABLE_INTERNAL_FEATURES = "enable_internal_features"
    TRACE_DESTINATION = "trace.destination"
    PFS_HOST = "service.host"

    _instance = None

    def __init__(self, overrides=None):
        self._overrides = dict(overrides or {})

    @classmethod
    def get_instance(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    @property
    def config(self):
        return self._flat()

    def _flat(self):
        from promptflow.client._operations import ask

        return {**ask("config.all"), **self._overrides}

    def get_all(self):
        """All settings, nested as in the file."""
        nested = {}
        for key, value in self._flat().items():
            *sections, last = key.split(".")
            inner = nested
            for name in sections:
                inner = inner.setdefault(name, {})
            inner[last] = value
        return nested

    _to_dict = get_all

    def get_config(self, key):
        """The value of a dotted key, a dict for a section, None where there is none."""
        if key in self._overrides:
            return self._overrides[key]
        found = self.get_all()
        for name in key.split("."):
            if not isinstance(found, dict) or name not in found:
                return None
            found = found[name]
        return found

    def set_config(self, key, value):
        """Sets a dotted key in the global file. Raises InvalidConfigValue for values that cannot be."""
        from promptflow.client._operations import ask
        from promptflow.exceptions import UserErrorException

        try:
            ask("config.set", key=key, value=value)
        except UserErrorException as error:
            raise InvalidConfigValue(error.message) if type(error) is UserErrorException else error

    def get_connection_provider(self, path=None):
        return self.get_config(self.CONNECTION_PROVIDER) or "local"

    def get_trace_destination(self, path=None):
        return self.get_config(self.TRACE_DESTINATION)

    def get_run_output_path(self):
        return self.get_config(self.RUN_OUTPUT_PATH)

    def get_telemetry_consent(self):
        return self.get_config(self.COLLECT_TELEMETRY)

    def get_user_agent(self):
        return self.get_config(self.USER_AGENT)

    def is_internal_features_enabled(self):
        return bool(self.get_config(self.ENABLE_INTERNAL_FEATURES))
