"""Runs commands of an original `pf` quickly: its modules are loaded once, every command runs in a fork.

Reads one JSON request a line on stdin: {"argv": [...], "cwd": "...", "env": {...}, "stdout": "file", "stderr": "file"};
answers one line {"code": n}. Only the console script's entry point is used, as the `pf` launcher does.
HOME must be set before this starts: the original reads it when it is imported.
"""

import atexit
import importlib
import json
import os
import sys
import traceback
from importlib.metadata import entry_points


def entry():
    return next(e for e in entry_points(group="console_scripts") if e.name == "pf").load()


def child(request, report=None):
    os.chdir(request["cwd"])
    os.environ.update(request.get("env") or {})
    for descriptor, path, flags in (
        (0, "/dev/null", os.O_RDONLY),
        (1, request["stdout"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, request["stderr"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.argv = ["pf", *request["argv"]]
    code = 0
    try:
        entry()()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else (0 if stop.code is None else 1)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    if report:
        with open(report, "w") as file:
            json.dump(sorted(sys.modules), file)
    atexit._run_exitfuncs()
    os._exit(code)


def run(request, report=None):
    pid = os.fork()
    if pid == 0:
        child(request, report)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def warm(folder):
    """Lets a child run one command and imports what it imported, so that later children find it loaded."""
    report = os.path.join(folder, "modules.json")
    request = {"argv": ["flow", "test", "--flow", folder], "cwd": folder}
    run({**request, "stdout": os.path.join(folder, "out"), "stderr": os.path.join(folder, "err")}, report)
    with open(report) as file:
        names = json.load(file)
    for name in names:
        if name.startswith("__"):
            continue
        try:
            importlib.import_module(name)
        except BaseException:
            pass
    # A lock object made at import time refuses to work in a fork; here only one command runs at a time.
    import filelock

    filelock.BaseFileLock._raise_if_inherited = lambda self: None


def main():
    warm(sys.argv[1])
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps({"code": run(json.loads(line))}), flush=True)


if __name__ == "__main__":
    main()
