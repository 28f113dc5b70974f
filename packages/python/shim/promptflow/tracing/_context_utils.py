import contextvars
from concurrent.futures import ThreadPoolExecutor


class ThreadPoolExecutorWithContext(ThreadPoolExecutor):
    """Work that is submitted sees the context variables of where it was submitted: its logs and spans are its node's."""

    def submit(self, fn, *args, **kwargs):
        return super().submit(contextvars.copy_context().run, fn, *args, **kwargs)
