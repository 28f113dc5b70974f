"""`build_wheel.py PACKAGE OUT`: a wheel of a folder with a pyproject.toml, by the standard library alone, so that a test
can install it where there is neither a network nor a build backend. Prints its path."""

import os
import re
import sys
import zipfile


def field(text, name):
    return re.search(r'^%s = "([^"]*)"' % name, text, re.MULTILINE).group(1)


def main(folder, out):
    with open(os.path.join(folder, "pyproject.toml"), encoding="utf-8") as file:
        project = file.read()
    name, version = field(project, "name").replace("-", "_"), field(project, "version")
    points = re.findall(r'^\[project\.entry-points\.(\w+)\]\n((?:\w+ = "[^"]*"\n)+)', project, re.MULTILINE)
    info = "%s-%s.dist-info/" % (name, version)
    files = {
        info + "METADATA": "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (field(project, "name"), version),
        info + "WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        info + "entry_points.txt": "".join(
            "[%s]\n%s" % (group, lines.replace('"', "")) for group, lines in points
        ),
    }
    package = re.search(r'packages = \["(\w+)"\]', project).group(1)
    for entry in sorted(os.listdir(os.path.join(folder, package))):
        if entry.endswith(".py"):
            with open(os.path.join(folder, package, entry), encoding="utf-8") as file:
                files["%s/%s" % (package, entry)] = file.read()
    files[info + "RECORD"] = "".join("%s,,\n" % path for path in files)
    path = os.path.join(out, "%s-%s-py3-none-any.whl" % (name, version))
    with zipfile.ZipFile(path, "w") as wheel:
        for entry, text in files.items():
            wheel.writestr(entry, text)
    print(path)


main(*sys.argv[1:3])
