"""What a template asks of a Python object: one operation at a time, answered with what the operation gives."""

from . import errors
from .channel import encode
from .values import is_iterable, is_plain, safe

_NOTHING = object()
# Containers that are deeper, or hold themselves, are asked as objects.
_DEPTH = 20


def looked(live, value, node, operation, argument):
    """JSON text of a list: one entry for what was found, none where there is nothing, all items for `iterate`."""
    try:
        found = _OPERATIONS[operation](value, argument)
    except Exception as error:
        return encode([{"kind": "error", "class": errors.type_of(error), "value": errors.text_of(error)}])
    if found is _NOTHING:
        return "[]"
    items = found if operation == "iterate" else [found]
    return "[%s]" % ",".join([entry(live, item, node) for item in items])


def entry(live, value, node, depth=0):
    """JSON text of a value: plain, a container of entries, or an object that can be asked."""
    if is_plain(value):
        return '{"kind":"json","value":%s}' % encode(value)
    kind = type(value)
    if depth < _DEPTH and kind in (list, tuple):
        items = [entry(live, item, node, depth + 1) for item in value]
        return '{"kind":"%s","items":[%s]}' % (kind.__name__, ",".join(items))
    if depth < _DEPTH and kind is dict and all(type(key) is str for key in value):
        pairs = ["[%s,%s]" % (encode(key), entry(live, item, node, depth + 1)) for key, item in value.items()]
        return '{"kind":"dict","items":[%s]}' % ",".join(pairs)
    head = {"kind": "json"}
    shown = live.held(head, value, node)
    return '%s,"value":%s%s}' % (encode(head)[:-1], shown, "" if head["kind"] == "json" else _face(value))


def _face(value):
    """How it prints, which protocols its class has, and the plain attributes that need not be asked for one by one."""
    kind = type(value)
    has = [name for name, method in _PROTOCOLS.items() if getattr(kind, method, None) is not None]
    if callable(value):
        has.append("call")
    attributes = {}
    for name, item in getattr(value, "__dict__", {}).items() if not isinstance(value, type) else ():
        if not hasattr(getattr(kind, name, None), "__set__") and is_plain(item):
            attributes[name] = item
    truth = True if is_iterable(value) else safe(bool, value) is not False
    face = {"str": safe(str, value), "repr": safe(repr, value), "has": has, "truth": truth, "attributes": attributes}
    return "," + encode(face)[1:-1]


_PROTOCOLS = {"iterate": "__iter__", "length": "__len__", "item": "__getitem__", "contains": "__contains__"}


def _face_of(value, _argument):
    return value


def _attribute(value, name):
    return getattr(value, name, _NOTHING)


def _item(value, key):
    try:
        return value[key]
    except (KeyError, IndexError, TypeError, AttributeError):
        return _NOTHING


def _call(value, arguments):
    return value(*arguments[0], **arguments[1])


_OPERATIONS = {
    "face": _face_of,
    "attribute": _attribute,
    "item": _item,
    "iterate": lambda value, _argument: list(value),
    "length": lambda value, _argument: len(value),
    "contains": lambda value, other: other in value,
    "call": _call,
    "print": lambda value, _argument: str(value) if isinstance(value, str) else repr(value),
}
