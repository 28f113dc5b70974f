"""Exceptions of user code as messages for the engine."""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_CAUSES = 20
_SHIM = os.path.join(os.path.dirname(os.path.dirname(_HERE)), "shim")


def is_ours(filename):
    return filename.startswith((_HERE + os.sep, _SHIM + os.sep, "<frozen importlib"))


def text_of(error):
    try:
        return str(error)
    except Exception:
        return object.__repr__(error)


def type_of(error):
    return type(error).__name__


def describe(error, at=None):
    """Type, message, traceback and innermost frame, without the frames of the worker and the shim.

    `at` is a function to name where no frame of the user is left (wrong arguments)."""
    import traceback  # slow to import, seldom needed

    report = traceback.TracebackException(type(error), error, error.__traceback__)
    _keep_user_frames(report, set())
    frames = report.stack
    frame = frames[-1] if frames else None
    code = getattr(at, "__code__", None)
    return {
        "type": type_of(error),
        "message": text_of(error),
        "traceback": "".join(report.format()),
        "filename": frame.filename if frame else code.co_filename if code else "",
        "lineno": frame.lineno if frame else code.co_firstlineno if code else None,
        "name": frame.name if frame else code.co_name if code else "",
    }


def _keep_user_frames(report, seen):
    while report is not None and id(report) not in seen:
        seen.add(id(report))
        report.stack[:] = [frame for frame in report.stack if not is_ours(frame.filename)]
        _keep_user_frames(report.__cause__, seen)
        report = report.__context__


def chain(error, at=None):
    """An exception and those that led to it, innermost last, as `debugInfo` has them (spec 11.2)."""
    seen = []
    while error is not None and not any(one is error for one in seen) and len(seen) < _CAUSES:
        seen.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    info = None
    for one in reversed(seen):
        details = describe(one, at)
        info = {
            "type": type(one).__qualname__,
            "message": details["message"],
            "stackTrace": details["traceback"],
            "innerException": info,
        }
    return info


def call_failed(error, node, function, module):
    """The error of a call: TOOL_CANCELED, TOOL_RAISED for the original's own exceptions, else TOOL_FAILED."""
    details = describe(error, function)
    if type_of(error) in ("KeyboardInterrupt", "CancelledError") and not isinstance(error, Exception):
        return _message("TOOL_CANCELED", {"node_name": node}, trace=details["traceback"])
    if is_own(error):
        return raised(error, details, module)
    return _message(
        "TOOL_FAILED",
        {"node_name": node, "type": details["type"], "detail": details["message"]},
        format="Execution failure in '{node_name}'.",
        target="Tool/" + module,
        additional=[{"type": "ToolExecutionErrorDetails", "info": details}],
        trace=details["traceback"],
        thrown=chain(error, function),
    )


def join_failed(error, node):
    """A generator failed while it was joined for a flow output: no node's error, so nothing wraps it (seen on the original)."""
    if is_own(error) or not isinstance(error, Exception):
        return call_failed(error, node, None, "__pf_main__")
    details = describe(error)
    data = {"node_name": node, "type": details["type"], "detail": details["message"]}
    original = ["SystemError", details["type"]]
    return _message(
        "TOOL_FAILED", data, text=details["message"], original=original, format="", target="", trace=details["traceback"]
    )


def entry_failed(error, function, node, at):
    """An entry failed (spec 3.8): whatever it raised, async or not, with the innermost line of user code."""
    details = describe(error, at)
    if type_of(error) in ("KeyboardInterrupt", "CancelledError") and not isinstance(error, Exception):
        return _message("TOOL_CANCELED", {"node_name": node}, trace=details["traceback"])
    told = {key: details[key] for key in ("type", "message", "traceback")}
    return _message(
        "ENTRY_FAILED",
        {"func_name": function, "error_type_and_message": "(%s) %s" % (details["type"], details["message"])},
        format="Execution failure in '{func_name}': {error_type_and_message}",
        additional=[{"type": "FlexFlowExecutionErrorDetails", "info": told}],
        trace=details["traceback"],
    )


def entry_load_failed(error, entry, folder):
    details = _load_details(error)
    module = entry.partition(":")[0]
    if isinstance(error, ModuleNotFoundError) and error.name == module.split(".")[0]:
        fix = "There is no module %s in %s." % (module, folder)
    else:
        fix = fix_for(error, folder)
    return _message(
        "ENTRY_LOAD_FAILED",
        {"entry": entry, "type": details["type"], "detail": details["message"], "fix": fix},
        trace=details["traceback"],
    )


def entry_init_failed(error, entry, names):
    """The constructor failed, or did not take the arguments. Their values may be secrets: only names are told."""
    details = describe(error)
    return _message(
        "ENTRY_INIT_FAILED",
        {
            "entry": entry,
            "init_kwargs": ", ".join(names) if names else "no arguments",
            "ex": "(%s) %s" % (details["type"], details["message"]),
        },
        trace=details["traceback"],
        thrown=chain(error),
    )


def is_own(error):
    """Whether it is a PromptflowException, without importing the shim for it."""
    base = sys.modules.get("promptflow.exceptions")
    return base is not None and isinstance(error, base.PromptflowException)


def raised(error, details, module):
    target = str(getattr(error.target, "value", error.target))
    return _message(
        "TOOL_RAISED",
        {str(key): text_of(value) for key, value in error.message_parameters.items()},
        text=details["message"],
        original=list(error.error_codes),
        format=error.message_format,
        target=target + "/" + module,
        additional=error.additional_info,
        trace=details["traceback"],
        thrown=chain(error)["innerException"],
        class_name=details["type"],
    )


def _load_details(error):
    details = describe(error)
    if isinstance(error, SyntaxError) and error.filename:
        details.update(filename=error.filename, lineno=error.lineno)  # the innermost frame is the reader's
    return details


def load_failed(error, path, absolute, folder):
    details = _load_details(error)
    return _message(
        "TOOL_LOAD_FAILED",
        {
            "path": path,
            "type": details["type"],
            "detail": details["message"],
            "fix": fix_for(error, folder),
            "src_file": absolute,
            "error_type_and_message": "(%s) %s" % (details["type"], details["message"]),
        },
        format="Failed to load python module from file '{src_file}': {error_type_and_message}",
        additional=[{"type": "UserCodeStackTrace", "info": details}],
        trace=details["traceback"],
        thrown=chain(error),
    )


# what Python can import as a file
_LOADABLE = (".py", ".pyc", ".pyd", ".so")


def unloadable(path, absolute):
    """The error of a tool file that Python cannot import for its name; None for others."""
    if path.endswith(_LOADABLE):
        return None
    return _message(
        "TOOL_LOAD_FAILED",
        {"path": path, "src_file": absolute},
        text="%s cannot be a Python tool: its name must end in .py." % path,
        original=["UserError", "ToolValidationError", "PythonLoaderNotFound"],
        format="The tool file {src_file} is no .py file.",
        target="Tool",
    )


def package_failed(error, name, module):
    """The module of a package tool cannot be imported: to the original, there is no such tool then."""
    details = _load_details(error)
    return _message(
        "TOOL_NOT_FOUND",
        {"tool": name, "suggestion": fix_for(error, "")},
        text="The package tool %s cannot be used, for its module %s could not be imported: (%s) %s"
        % (name, module, details["type"], details["message"]),
        trace=details["traceback"],
        thrown=chain(error),
    )


def package_lacks(error, name):
    """The module of a package tool has no such function or class."""
    details = describe(error)
    return _message(
        "TOOL_LOAD_FAILED",
        {"path": name, "type": details["type"], "detail": details["message"]},
        original=["SystemError", details["type"]],
        format="Tool load failed in '{node_name}'.",
        target="Executor",
        trace=details["traceback"],
        thrown=chain(error),
    )


def module_failed(error, name, folder):
    details = _load_details(error)
    data = {"module": name, "type": details["type"], "detail": details["message"], "fix": fix_for(error, folder)}
    return _message("NODE_MODULE_FAILED", data, trace=details["traceback"], thrown=chain(error))


def init_failed(error, node, shown, path):
    """The constructor of a ToolProvider failed."""
    details = describe(error)
    text = "Tool load failed in '%s': (ToolLoadError) Failed to load package tool '%s': (%s) %s" % (
        node,
        shown,
        details["type"],
        details["message"],
    )
    return _message(
        "TOOL_LOAD_FAILED",
        {"node_name": node, "path": path, "type": details["type"], "detail": details["message"]},
        text=text,
        original=["UserError", "ToolLoadError"],
        format="Tool load failed in '{node_name}'.",
        target="Tool/__pf_main__",
        trace=details["traceback"],
        thrown=chain(error),
    )


def fix_for(error, folder):
    """The command that installs a missing module; empty for any other error."""
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return ""
    from .missing import install_command  # reads what is installed, which takes a while

    return install_command(error, folder)


def simple(code, **data):
    return _message(code, data)


def _message(
    code,
    data,
    text=None,
    original=None,
    format=None,
    target=None,
    additional=None,
    trace=None,
    thrown=None,
    class_name=None,
):
    return {
        "code": code,
        "data": data,
        "text": text,
        "original": original,
        "format": format,
        "target": target,
        "additional": additional,
        "trace": trace,
        "thrown": thrown,
        "className": class_name,
    }
