"""Named by packages on top. The worker sees calls of `openai` by itself, at its HTTP client."""


def inject_openai_api():
    """Nothing to do."""


def recover_openai_api():
    """Nothing to do."""
