"""Does this interpreter satisfy a requirements file? Lines for promptflow itself are: the shim stands in for it."""

import json
import os
import re
import sys

_NAME = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*(.*)$")


def main(arguments):
    missing = [line for line in lines_of(arguments[1]) if not is_satisfied(line)]
    json.dump({"missing": missing, "site": [entry for entry in sys.path[1:] if os.path.isdir(entry)]}, sys.stdout)


def lines_of(path):
    """The requirements in a file and those it includes, without options, comments and promptflow."""
    with open(path, encoding="utf-8-sig") as file:
        text = file.read().replace("\\\n", " ")
    for line in text.splitlines():
        line = re.sub(r"(^|\s)#.*$", "", line).strip()
        included = re.match(r"^(?:-r|--requirement)[\s=]+(.+)$", line)
        if included:
            other = os.path.join(os.path.dirname(path), included.group(1).strip())
            if os.path.exists(other):
                yield from lines_of(other)
        elif line and not line.startswith("-") and not is_promptflow(line):
            yield line


def name_of(line):
    """The package that a requirement names, as the package index writes it; empty for an address."""
    match = _NAME.match(line)
    return re.sub(r"[-_.]+", "-", match.group(1)).lower() if match else ""


def is_promptflow(line):
    return name_of(line) in PROVIDED


PROVIDED = ("promptflow", "promptflow-core", "promptflow-devkit", "promptflow-tracing", "promptflow-tools")


def is_satisfied(line):
    from importlib.metadata import PackageNotFoundError, version

    match = _NAME.match(line)
    if match is None:
        return False
    name, _extras, rest = match.groups()
    condition, _, marker = rest.partition(";")
    if marker.strip() and not _marker_applies(marker):
        return True
    try:
        found = version(name)
    except PackageNotFoundError:
        return False
    condition = re.sub(r"\s--\S.*$", "", condition).strip().strip("()")
    return not condition or condition.startswith("@") or _in_range(found, condition)


def _packaging():
    for name in ("packaging", "pip._vendor.packaging", "setuptools._vendor.packaging"):
        try:
            __import__(name + ".specifiers")
            __import__(name + ".markers")
            return sys.modules[name]
        except ImportError:
            continue
    return None


def _in_range(found, condition):
    """Without `packaging` at hand the installed version is trusted: the import will tell."""
    packaging = _packaging()
    if packaging is None:
        return True
    try:
        return packaging.specifiers.SpecifierSet(condition).contains(found, prereleases=True)
    except Exception:
        return True


def _marker_applies(marker):
    packaging = _packaging()
    if packaging is None:
        return True
    try:
        return packaging.markers.Marker(marker.strip()).evaluate()
    except Exception:
        return True
