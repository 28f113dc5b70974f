"""What a flex flow's entry returns (spec 2.6, 3.8): generators are joined, dataclasses are dicts."""

import json

from .values import encode_special, is_iterable


class Unserializable(Exception):
    """An output that JSON cannot hold."""

    def __init__(self, name, value, error):
        super().__init__(str(error))
        self.name = name
        self.type = type(value).__name__
        self.detail = "(%s) %s" % (type(error).__name__, error)


def joined(worker, call, value):
    """The value with generators as text: the value itself, values of a dict, fields of a dataclass."""
    for place in _places(value):
        items = _at(value, place)
        if hasattr(type(items), "__anext__"):
            import asyncio

            text = asyncio.run_coroutine_threadsafe(call.join_async(items), worker.loop()).result()
        else:
            text = call.join(items)
        value = _with(value, place, text)
    return value


async def joined_async(call, value):
    for place in _places(value):
        items = _at(value, place)
        text = await call.join_async(items) if hasattr(type(items), "__anext__") else call.join(items)
        value = _with(value, place, text)
    return value


def whole_text(value):
    """The output as JSON text, a dataclass as a dict of its fields. Raises Unserializable."""
    if is_dataclass(value):
        value = {name: getattr(value, name) for name in value.__dataclass_fields__}
    items = value.items() if isinstance(value, dict) else [("output", value)]
    for name, item in items:
        try:
            json.dumps(item, default=encode_special)
        except Exception as error:
            raise Unserializable(name, item, error) from error
    return json.dumps(value, default=encode_special, separators=(",", ":"))


def attributes(value):
    """Outputs reach `__aggregate__` as dicts whose keys are attributes too; a bare value as it is."""
    if not isinstance(value, dict):
        return value
    from promptflow.contracts.types import AttrDict

    return AttrDict(value)


def is_dataclass(value):
    return hasattr(type(value), "__dataclass_fields__")


def _places(value):
    if is_iterable(value):
        return [None]
    if isinstance(value, dict):
        return [key for key, item in value.items() if is_iterable(item)]
    if is_dataclass(value):
        return [name for name in value.__dataclass_fields__ if is_iterable(getattr(value, name))]
    return []


def _at(value, place):
    if place is None:
        return value
    return value[place] if isinstance(value, dict) else getattr(value, place)


def _with(value, place, text):
    """A copy: the user's own object may be used again."""
    if place is None:
        return text
    import copy

    value = copy.copy(value)
    if isinstance(value, dict):
        value[place] = text
    else:
        object.__setattr__(value, place, text)
    return value
