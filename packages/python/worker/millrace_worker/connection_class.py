"""The fields of a connection class of the user's (spec 6.3): `--connection-class MODULE CLASS` prints them as JSON."""

import json
import os
import sys


def main(arguments):
    module, name = arguments[1:3]
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the module prints while it is imported is no answer
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(__file__))), "shim"))
    json.dump(fields_of(module, name), answer)
    answer.close()


def fields_of(module, name):
    from importlib import import_module

    try:
        found = getattr(import_module(module), name, None)
    except Exception as error:
        return {"error": "module %s cannot be imported: (%s) %s" % (module, type(error).__name__, error)}
    if not isinstance(found, type):
        return {"error": "module %s has no class %s" % (module, name)}
    base = import_module("promptflow.connections").CustomStrongTypeConnection
    if not issubclass(found, base):
        return {"fields": None}
    # those of the class itself: fields that it inherits are refused by the original
    annotations = vars(found).get("__annotations__") or getattr(found, "__annotations__", None) or {}
    fields = {"configs": [], "secrets": []}
    for key, kind in annotations.items():
        fields["secrets" if getattr(kind, "__name__", kind) == "Secret" else "configs"].append(key)
    return {"fields": fields}
