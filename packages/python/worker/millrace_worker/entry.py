"""Entries of flex flows (spec 1.3, 3.8): a function or a class, named `module:name`."""

import sys

from . import errors
from .entry_output import attributes, joined, joined_async
from .entry_signature import InterfaceError, entry_signature
from .signature import COROUTINE, flags_of
from .tools import LoadError, nothing


class Entry:
    """A loaded entry; `owner` is set for a class, whose object is made once per node and worker."""

    prompt_parameter = None
    assistants = ()

    def __init__(self, source, module, target):
        self.source = source
        self.module = module
        self.owner = target if isinstance(target, type) else None
        self.function = target if self.owner is None else target.__call__
        self.signature = entry_signature(self.function, self.owner, loose=source.get("loose", False))
        self.instances = {}

    @property
    def is_async(self):
        return bool(flags_of(self.function) & COROUTINE)

    @property
    def shown(self):
        return getattr(self.function, "__qualname__", self.function.__name__)

    def bound(self, node, init, method=None):
        """What to call: the function or object, or of a class what `method` says (`open`: only make the object)."""
        if self.owner is None:
            return self._spanned()
        if node not in self.instances:
            try:
                self.instances[node] = self.owner(**init.values())
            except Exception as error:
                raise LoadError(errors.entry_init_failed(error, self.source["entry"], init.names)) from error
        instance = self.instances[node]
        if method == "open":
            return nothing
        return self._spanned(instance) if method is None else Aggregation(instance)

    def _spanned(self, *instance):
        """The call itself; while tracing is on, within the span of the flow, which stands for the one of `@trace`."""
        from promptflow.tracing import _spans

        if not _spans.enabled():
            return instance[0] if instance else self.function
        function = getattr(self.function, "__millrace_untraced__", self.function)
        if self.is_async:

            async def run(**arguments):
                with self._span(_spans, function, arguments) as span:
                    return span.result(await function(*instance, **arguments))

        else:

            def run(**arguments):
                with self._span(_spans, function, arguments) as span:
                    return span.result(function(*instance, **arguments))

        return run

    def _span(self, spans, function, arguments):
        span = spans.span(function, (), arguments, kind="Flow")
        span.node_name = None  # a flow is no node
        return span

    def finish(self, worker, call, value):
        return joined(worker, call, value)

    async def finish_async(self, call, value):
        return await joined_async(call, value)

    def failed(self, error, node):
        return errors.entry_failed(error, self.shown, node, self.function)


class Aggregation:
    """`__aggregate__` over the outputs of the lines. What it raises is said, and leaves the run without metrics."""

    def __init__(self, instance):
        self._instance = instance

    def __call__(self, line_results):
        import traceback

        try:
            answer = self._instance.__aggregate__([attributes(result) for result in line_results])
            if hasattr(answer, "__await__"):
                import asyncio

                answer = asyncio.run(_result(answer))
        except Exception as error:
            print("__aggregate__ failed, so the run has no metrics:\n%s" % traceback.format_exc(), file=sys.stderr)
            return errors.describe(error)
        if not isinstance(answer, dict):
            name = type(answer).__name__
            print("__aggregate__ answered a %s, so the run has no metrics: answer a dict." % name, file=sys.stderr)
            return None
        from promptflow.core import log_metric

        for name, value in answer.items():
            log_metric(name, value)
        return None


async def _result(awaitable):
    return await awaitable


def load_entry(source, folder):
    from importlib import import_module

    entry = source["entry"]
    name, _, attribute = entry.partition(":")
    try:
        module = import_module(name)
    except BaseException as error:
        raise LoadError(errors.entry_load_failed(error, entry, folder)) from error
    target = getattr(module, attribute, None)
    if not (isinstance(target, (type, type(load_entry)))):
        raise LoadError(errors.simple("ENTRY_INVALID", entry=entry, reason=_not_callable(module, attribute, target)))
    try:
        return Entry(source, module, target)
    except InterfaceError as error:
        raise LoadError(errors.simple("ENTRY_INVALID", entry=entry, reason=str(error))) from error
    except Exception as error:  # annotations that only evaluating shows to be wrong
        raise LoadError(errors.entry_load_failed(error, entry, folder)) from error


def _not_callable(module, attribute, target):
    if target is None:
        return "the module %s has no %s" % (module.__name__, attribute)
    return "%s is a %s, and an entry is a function or a class" % (attribute, type(target).__name__)
