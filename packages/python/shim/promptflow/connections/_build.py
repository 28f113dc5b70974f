"""Connection objects from what the engine sends."""

from importlib import import_module

import promptflow.connections as classes

RESERVED = "promptflow.connection."


def build(connection, custom_type, tool_module):
    """The object of a stored connection, which records call by its name; those that code makes, by their class.

    `connection` has name, type, module, configs and secrets. `custom_type` names the strong types that the tool
    accepts; `tool_module` is where such a class is looked for."""
    built = _built(connection, custom_type, tool_module)
    built._stored = True
    return built


def _built(connection, custom_type, tool_module):
    common = {"name": connection["name"], "module": connection["module"]}
    dates = {"created_date": connection.get("createdDate"), "last_modified_date": connection.get("lastModifiedDate")}
    common.update((key, date) for key, date in dates.items() if date)
    configs, secrets = connection["configs"], connection["secrets"]
    if connection["type"] == "CustomConnection":
        if custom_type:
            strong = _strong_type(configs, custom_type, tool_module)
            return strong(secrets=secrets, configs=configs, **common)
        return classes.CustomConnection(secrets=secrets, configs=configs, **common)
    cls = getattr(classes, connection["type"], None)
    if cls is None:
        return classes._Connection(configs=dict(configs), secrets=dict(secrets), **common)
    values = {**configs, **secrets}
    return cls(**{key: value for key, value in values.items() if value is not None}, **common)


def _strong_type(configs, custom_type, tool_module):
    name = configs.get(RESERVED + "custom_type")
    module = configs.get(RESERVED + "module")
    if name and module:
        found = getattr(import_module(module), name, None)
    else:
        name = custom_type[0].split(".")[-1]
        found = getattr(tool_module, name, None)
    if found is None:
        from promptflow.exceptions import UserErrorException

        raise UserErrorException("The connection class %s is not in module %s." % (name, module or tool_module.__name__))
    return found
