"""How inputs of a tool show and are filled (spec 6.4). The worker makes the tool's meta from them."""


class InputSetting:
    """Keyword arguments that it does not know are kept, and land in the meta as they are."""

    def __init__(
        self,
        is_multi_select=None,
        allow_manual_entry=None,
        enabled_by=None,
        enabled_by_value=None,
        dynamic_list=None,
        generated_by=None,
        **kwargs,
    ):
        self.is_multi_select = is_multi_select
        self.allow_manual_entry = allow_manual_entry
        self.enabled_by = enabled_by
        self.enabled_by_value = enabled_by_value
        self.dynamic_list = dynamic_list
        self.generated_by = generated_by
        self.__dict__.update(kwargs)


class DynamicList:
    """The choices of an input come from a function; `input_mapping` says which inputs of the tool are its arguments."""

    def __init__(self, function, input_mapping=None):
        self.function = function
        self.input_mapping = input_mapping or {}
        self.func_path = path_of(function)


class GeneratedBy:
    """An input is generated from others, which are shown in its place; `reverse_function` gives them back."""

    def __init__(self, function, reverse_function=None, input_settings=None):
        self.function = function
        self.reverse_function = reverse_function
        self.input_settings = input_settings or {}
        self.func_path = path_of(function)
        self.reverse_func_path = path_of(reverse_function) if reverse_function else ""


def path_of(function):
    """`module.function`, or `file:function` for a function of a tool file."""
    if isinstance(function, str):
        return function
    if function.__module__ == "__pf_main__":
        return "%s:%s" % (function.__code__.co_filename, function.__name__)
    return "%s.%s" % (function.__module__, function.__name__)
