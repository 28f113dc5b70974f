"""Coroutines from plain code, and the other way round."""

import asyncio
import contextvars
import functools

from promptflow.tracing._context_utils import ThreadPoolExecutorWithContext

__all__ = ["async_run_allowing_running_loop", "async_to_sync", "sync_iterator_to_async", "sync_to_async"]


def _has_running_loop():
    try:
        asyncio.get_running_loop()
        return True
    except RuntimeError:
        return False


def async_run_allowing_running_loop(async_func, *args, **kwargs):
    """What `asyncio.run` answers, also where a loop runs already (a notebook): then in a thread of its own."""
    if not _has_running_loop():
        return asyncio.run(async_func(*args, **kwargs))
    with ThreadPoolExecutorWithContext(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(async_func(*args, **kwargs))).result()


def async_to_sync(func):
    """A plain function of a coroutine function."""

    @functools.wraps(func)
    def plain(*args, **kwargs):
        return async_run_allowing_running_loop(func, *args, **kwargs)

    return plain


def sync_to_async(func):
    """A coroutine function of a plain one, which runs in a thread and sees the caller's context."""

    @functools.wraps(func)
    async def awaited(*args, **kwargs):
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, lambda: context.run(func, *args, **kwargs))

    return awaited


async def sync_iterator_to_async(iterator):
    """Items as they come; each is waited for in a thread."""
    end = object()
    following = sync_to_async(lambda: next(iterator, end))
    while True:
        item = await following()
        if item is end:
            return
        yield item
