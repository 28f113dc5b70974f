"""What there is to know of tools without a flow that runs: `--tools` reads a JSON request and prints the answer.

The answer is `{"value": …}` or `{"error": {"class": …, "message": …}}`. Code of tools is imported, in this process."""

import json
import os
import sys


def main(_arguments):
    request = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what tools print is no answer
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path[0] = os.path.abspath(request["folder"])
    sys.path.insert(1, os.path.join(here, "shim"))
    sys.argv = [""]
    json.dump(answer_to(request), answer)
    answer.close()


def answer_to(request):
    from .tool_meta import MetaError

    try:
        return {"value": OPERATIONS[request["operation"]](request)}
    except MetaError as error:
        return {"error": {"class": error.original, "message": str(error)}}
    except Exception as error:
        from promptflow.exceptions import PromptflowException

        own = isinstance(error, PromptflowException)
        text = str(error) if own else "(%s) %s" % (type(error).__name__, error)
        return {"error": {"class": type(error).__name__ if own else "UserErrorException", "message": text}}


def package_tools(request):
    from .packages import package_tools

    return package_tools()


def metas(request):
    """`{"metas": {path: meta}, "errors": {path: message}}` of script tools; without `live` from their text alone."""
    found = {"metas": {}, "errors": {}}
    for path in request["sources"]:
        try:
            meta, messages = live_meta(path, request["folder"]) if request["live"] else text_meta(path, request["folder"])
        except Exception as error:
            found["errors"][path] = str(error)
            continue
        if messages:
            found["errors"][path] = "Tool validation failed: " + ";".join(messages)
        else:
            found["metas"][path] = meta
    return found


def live_meta(path, folder):
    from .tool_meta import meta_of
    from .tools import LoadError, load_script

    try:
        tool = load_script({"type": "code", "path": path}, folder)
    except LoadError as error:
        raise ValueError(told(error.message)) from error
    meta, messages = meta_of(tool.function, tool.owner, tool.signature, path)
    del meta["name"]
    return meta, messages


def text_meta(path, folder):
    from .describe import describe
    from .text_meta import meta_of_text

    answer = describe({"type": "code", "path": path}, folder)
    if answer["error"] is not None:
        raise ValueError(told(answer["error"]))
    return meta_of_text(path, folder, answer["signature"]), []


def told(message):
    """What the engine would say of it, in short."""
    data = message["data"]
    known = next((data[key] for key in ("detail", "reason", "names", "path") if data.get(key)), "")
    return message["text"] or "%s: %s" % (message["code"], known)


def validate(request):
    from .validate_tools import validate

    return validate(request["source"])


def call(request):
    from .call_function import call as call_function

    return call_function(request)


OPERATIONS = {"package-tools": package_tools, "metas": metas, "validate": validate, "call": call}
