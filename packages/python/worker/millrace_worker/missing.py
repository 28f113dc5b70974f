"""Which command installs a module that is missing."""

import linecache
import os
import re
import sys

from .requirements import is_satisfied, lines_of, name_of

# Packages that are not called as their module is.
_PACKAGES = {
    "bs4": "beautifulsoup4",
    "Crypto": "pycryptodome",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "faiss": "faiss-cpu",
    "fitz": "pymupdf",
    "git": "gitpython",
    "jwt": "pyjwt",
    "magic": "python-magic",
    "PIL": "pillow",
    "pptx": "python-pptx",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}
# Names that many packages share, each with those below it that are packages by themselves; others have a part more.
_SHARED = {
    "azure": {"core", "cosmos", "functions", "identity"},
    "google": {"auth", "genai", "generativeai", "protobuf"},
}


def install_command(error, folder):
    """The command that brings the module which a ModuleNotFoundError names into this interpreter."""
    package = _package(error)
    file = os.path.join(folder, "requirements.txt")
    lines = _lines(file)
    if name_of(package) in map(name_of, lines) or not all(map(is_satisfied, lines)):
        return "%s -m pip install -r %s" % (sys.executable, file)
    return "%s -m pip install %s" % (sys.executable, package)


def _package(error):
    top = error.name.split(".")[0]
    if top not in _SHARED:
        return _PACKAGES.get(top, top)
    parts = _imported(error, top).split(".")
    return "-".join(parts[: 2 if parts[1:2] and parts[1] in _SHARED[top] else 3])


def _imported(error, top):
    """The whole name that the failing line imports: the error may name no more of it than its beginning."""
    at = error.__traceback__
    line = ""
    while at is not None:
        line = linecache.getline(at.tb_frame.f_code.co_filename, at.tb_lineno) or line
        at = at.tb_next
    found = re.search(r"\b(?:from|import)\s+(%s(?:\.\w+)+)" % re.escape(top), line)
    return found.group(1) if found else error.name


def _lines(file):
    try:
        return list(lines_of(file))
    except (OSError, ValueError):
        return []
