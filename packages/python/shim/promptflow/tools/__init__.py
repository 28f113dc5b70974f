"""`promptflow.tools`: the built-in tools, called from Python. The engine does the work (spec 5.6)."""

_LAZY = {"AzureOpenAI": "aoai", "OpenAI": "openai", "SerpAPI": "serpapi"}


def __getattr__(name):
    from importlib import import_module

    if name in _LAZY:
        return getattr(import_module("promptflow.tools." + _LAZY[name]), name)
    raise AttributeError("module 'promptflow.tools' has no attribute %r" % name)
