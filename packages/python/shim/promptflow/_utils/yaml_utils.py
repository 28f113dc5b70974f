"""Data as YAML. The standard library has no YAML: it is written here, and read by the engine."""

import re

_PLAIN = re.compile(r"[A-Za-z0-9_./$<(\u00a1-\uffff][^\n\t\"'#]*")
_OTHER_TYPE = re.compile(
    r"(?i)(true|false|yes|no|on|off|null|~|nan|[-+]?(\d[\d_]*)?\.?\d*(e[-+]?\d+)?|[-+]?\.inf|0[xo][0-9a-f]+|\d{4}-\d\d?-\d\d?.*)"
)


def dump_yaml(data, stream=None):
    """Text of dicts, lists and plain values in their order; with `stream` it is written there."""
    text = "".join(line + "\n" for line in _lines(data)) if isinstance(data, (dict, list)) and data else _scalar(data) + "\n"
    if stream is None:
        return text
    stream.write(text)
    return None


def _lines(value):
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, item in items:
        head = "-" if key is None else "%s:" % _scalar(key)
        if isinstance(item, (dict, list)) and item:
            inner = list(_lines(item))
            if key is None:
                yield "- " + inner[0]
                yield from ("  " + line for line in inner[1:])
            else:
                yield head
                indent = "" if isinstance(item, list) else "  "
                yield from (indent + line for line in inner)
        elif item is None and key is not None:
            yield head
        else:
            yield "%s %s" % (head, _scalar(item))


def _scalar(value):
    import json

    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    text = str(value)
    if not isinstance(value, str):
        return text
    if not _PLAIN.fullmatch(text) or _OTHER_TYPE.fullmatch(text) or ": " in text or text[-1:] in ": ":
        return json.dumps(text, ensure_ascii=False) if re.search(r"[\n\t\x00-\x1f]", text) else "'%s'" % text.replace("'", "''")
    return text
