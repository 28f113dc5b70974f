"""Runs the tests beside this file with every Python from 3.9 on that this machine has, and checks the syntax for 3.9."""

import ast
import glob
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def interpreters():
    """One interpreter per minor version: this one, those on PATH, those of pyenv."""
    candidates = [sys.executable]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        candidates += sorted(glob.glob(os.path.join(folder, "python3.[0-9]*")))
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    candidates += sorted(glob.glob(os.path.join(pyenv, "versions", "*", "bin", "python3")))
    found = {}
    for candidate in candidates:
        if "shims" in candidate or not re.search(r"python3(\.\d+)?$", candidate):
            continue
        answer = subprocess.run([candidate, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True)
        if answer.returncode == 0:
            version = tuple(map(int, answer.stdout.split()))
            if version >= (3, 9):
                found.setdefault(version, candidate)
    return found


def check_syntax():
    for folder in ("worker", "shim"):
        for path in glob.glob(os.path.join(ROOT, folder, "**", "*.py"), recursive=True):
            with open(path, encoding="utf-8") as file:
                ast.parse(file.read(), filename=path, feature_version=(3, 9))


def main():
    check_syntax()
    found = interpreters()
    running = {
        version: subprocess.Popen(
            [python, "-B", "-m", "unittest", "discover", "-q", "-s", HERE, "-p", "*_test.py"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for version, python in found.items()
    }
    failed = False
    for version, process in running.items():
        output, _ = process.communicate()
        if process.returncode:
            failed = True
            print("Python %d.%d:\n%s" % (*version, output))
    names = ", ".join("%d.%d" % version for version in sorted(found))
    print("%s on %d Pythons: %s" % ("failed" if failed else "passed", len(found), names))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
