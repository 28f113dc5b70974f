"""Modules of the standard library that a file of the flow's folder does not hide.

The original has loaded most of the standard library before it loads a tool, so a flow's `string.py` or `email.py` is never
imported there, though its folder is the first on the path. Here hardly anything is loaded, and such a file would break
whatever imports the real one.
"""

import os
import sys

# Not loaded by the original (1.18.5) when a tool is: there the flow's own file is found.
NOT_LOADED = frozenset(
    "aifc antigravity asynchat asyncore audioop bdb cProfile cgi cgitb chunk cmath cmd code codeop colorsys compileall "
    "crypt curses dbm distutils doctest ensurepip faulthandler filecmp fileinput ftplib graphlib grp idlelib imaplib "
    "imghdr imp lib2to3 mailbox mailcap mmap modulefinder netrc nis nntplib nturl2path optparse ossaudiodev pdb "
    "pickletools pipes plistlib poplib profile pstats pty py_compile pyclbr pydoc pydoc_data readline rlcompleter runpy "
    "sched shelve smtpd smtplib sndhdr spwd statistics sunau symtable syslog tabnanny tarfile telnetlib this timeit "
    "tkinter tomllib trace tracemalloc tty turtle turtledemo unittest uu venv wave wsgiref xdrlib xmlrpc zipapp".split()
)


def keep_reachable(folder):
    """Looks past the folder, the first entry of the path, for the standard modules that files in it are named like."""
    try:
        entries = os.listdir(folder)
    except OSError:
        return
    standard = getattr(sys, "stdlib_module_names", frozenset()) - NOT_LOADED
    names = frozenset(entry.split(".")[0] for entry in entries) & standard
    if names:
        sys.meta_path.insert(0, _Finder(names))


class _Finder:
    def __init__(self, names):
        self._names = names

    def find_spec(self, name, path=None, target=None):
        if path is not None or name not in self._names:
            return None
        from importlib.machinery import PathFinder

        return PathFinder.find_spec(name, sys.path[1:], target)
