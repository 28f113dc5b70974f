"""Input settings of a tool as its meta has them (spec 6.4)."""

from .signature import MISSING
from .signature import names_of, parameters_of

# filled in by a workspace, where there is one
WORKSPACE = ("subscription_id", "resource_group_name", "workspace_name")
_KNOWN = ("is_multi_select", "allow_manual_entry", "enabled_by", "enabled_by_value")


class Settings:
    """Adds settings to `inputs`, and the inputs that a generated input is made from."""

    def __init__(self, inputs, signature):
        self.inputs = inputs
        self.messages = []

    def apply(self, settings):
        """What is wrong with them, as messages."""
        for name, setting in settings.items():
            if name not in self.inputs:
                self.messages.append("Cannot find %s in tool inputs." % name)
                continue
            self.inputs[name].update(self._of(setting, name))
            generated = getattr(setting, "generated_by", None)
            if generated is not None:
                self._generate(name, generated)
        return self.messages

    def _of(self, setting, name, check=True):
        values = dict(vars(setting))
        found = {key: plain(values.pop(key, None)) for key in _KNOWN if values.get(key) is not None}
        by = found.get("enabled_by")
        if check and isinstance(by, str) and by not in self.inputs:
            self.messages.append('Cannot find the input "%s" for the enabled_by of %s.' % (by, name))
        choices = values.pop("dynamic_list", None)
        values.pop("generated_by", None)
        if choices is not None:
            found["dynamic_list"] = self._dynamic(choices, check)
        found.update({key: plain(value) for key, value in values.items() if key not in _KNOWN})
        return found

    def _dynamic(self, choices, check):
        function = function_at(choices.function)
        given = parameters_for(function)
        names = [item["name"] for item in given] + list(WORKSPACE)
        mapping = choices.input_mapping
        if check:
            for argument, source in mapping.items():
                if source not in self.inputs:
                    self.messages.append("Cannot find %s in the tool inputs." % source)
                if argument not in names:
                    self.messages.append(
                        "Cannot find %s in the inputs of dynamic_list func %s" % (argument, choices.func_path)
                    )
            missing = [item["name"] for item in given if not item["optional"] and item["name"] not in mapping]
            if missing:
                self.messages.append("Missing required input(s) of dynamic_list function: %s" % missing)
        arguments = [argument_meta(item, mapping.get(item["name"])) for item in given]
        return {"func_path": choices.func_path, "func_kwargs": arguments}

    def _generate(self, name, generated):
        given = parameters_for(function_at(generated.function))
        meta = {
            "func_path": generated.func_path,
            "func_kwargs": [argument_meta(item, item["name"]) for item in given],
        }
        if generated.reverse_func_path:
            meta["reverse_func_path"] = generated.reverse_func_path
        self.inputs[name]["generated_by"] = meta
        for item in given:
            if item["name"] not in self.inputs:
                setting = generated.input_settings.get(item["name"])
                own = self._of(setting, item["name"], check=False) if setting is not None else {}
                self.inputs[item["name"]] = {**own, "type": item["type"], "input_type": "uionly_hidden"}


def function_at(function):
    """The function itself, or what `module.name` means."""
    if not isinstance(function, str):
        return function
    from importlib import import_module

    module, name = function.rsplit(".", 1)
    return getattr(import_module(module), name)


def parameters_for(function):
    """Name, type, whether optional, and default of each parameter, without those of the workspace."""
    _, defaults, _ = names_of(function)
    found, _ = parameters_of(function, skip_self=False)
    return [
        {
            "name": item["name"],
            "type": item["type"],
            "optional": item["name"] in defaults,
            "default": plain(defaults.get(item["name"], MISSING)),
        }
        for item in found
        if item["name"] not in WORKSPACE
    ]


def argument_meta(item, reference):
    """In the original's order of keys: a default that counts as false comes last."""
    found = {"name": item["name"], "type": item["type"]}
    default = item["default"]
    if default is not MISSING and default:
        found["default"] = default
    if reference is not None:
        found["reference"] = "${inputs.%s}" % reference
    found["optional"] = item["optional"]
    if default is not MISSING and not default:
        found["default"] = default
    return found


def plain(value):
    """Members of Enums by their values."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    import enum

    return value.value if isinstance(value, enum.Enum) else value
