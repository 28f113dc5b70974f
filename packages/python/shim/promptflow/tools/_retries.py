"""Calls of the openai package that a tool makes itself, made again by the rules of the built-in tools (spec 5.5)."""

import functools
import sys
import time

from promptflow.exceptions import ErrorTarget, PromptflowException
from promptflow.tools.exception import ExceedMaxRetryTimes, LLMError, WrappedOpenAIError

_RETRIED = ("connection aborted", "server disconnected without sending a response")


def handle_openai_error(tries=100, unprocessable_entity_error_tries=3):
    """A decorator: retries what may go well the next time, and raises the built-in tools' exceptions for the rest."""

    def decorate(function):
        @functools.wraps(function)
        def called(*args, **kwargs):
            unprocessable = 0
            for i in range(tries + 1):
                try:
                    return function(*args, **kwargs)
                except PromptflowException:
                    raise
                except Exception as error:
                    kinds = {kind.__name__ for kind in type(error).__mro__}
                    print("Exception occurs: %s: %s" % (type(error).__name__, error), file=sys.stderr)
                    if "OpenAIError" not in kinds:
                        text = "OpenAI API hits exception: %s: %s" % (type(error).__name__, error)
                        raise LLMError(message=text, target=ErrorTarget.TOOL) from error
                    if not _may_go_well(error, kinds):
                        raise _of(error, WrappedOpenAIError) from error
                    unprocessable = unprocessable + 1 if "UnprocessableEntityError" in kinds else 0
                    if i == tries or unprocessable == unprocessable_entity_error_tries:
                        raise _of(error, ExceedMaxRetryTimes) from error
                    wait = _asked_wait(error)
                    if wait is None:
                        wait = generate_retry_interval(i)
                    print("%s #%d, Back off %s seconds for retry." % (type(error).__name__, i, wait), file=sys.stderr)
                    time.sleep(wait)

        return called

    return decorate


def generate_retry_interval(retry_count):
    """Seconds before the attempt after number `retry_count` from 0."""
    return 3 + min(2**retry_count - 1, 57)


def _may_go_well(error, kinds):
    if "APITimeoutError" in kinds:
        return True
    if "APIConnectionError" in kinds:
        return is_retriable_api_connection_error(error)
    status = getattr(error, "status_code", None)
    if not isinstance(status, int) or getattr(error, "type", None) == "insufficient_quota":
        return False
    return status >= 500 or status in (422, 429)


def is_retriable_api_connection_error(error):
    text = "%s %s" % (error, error.__cause__ or "")
    return any(words in text.lower() for words in _RETRIED)


def _asked_wait(error):
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after")))
    except (TypeError, ValueError):
        return None


def _of(error, kind):
    name = type(error).__name__
    prefix = "Exceed max retry times. " if kind is ExceedMaxRetryTimes else ""
    raised = kind(message="%sOpenAI API hits %s: %s" % (prefix, name, error), target=ErrorTarget.TOOL)
    raised.codes = ["UserError", "OpenAIError", name]
    return raised
