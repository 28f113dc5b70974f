from promptflow import _engine
from promptflow.core._flow import plain


def call(tool, **inputs):
    """Runs a built-in tool in the engine. Inputs that are None keep the tool's default."""
    given = {name: plain(getattr(value, "value", value)) for name, value in inputs.items() if value is not None}
    return _engine.ask("tool", {"tool": tool, "inputs": given})
