"""Everything that differs between platforms, in one place."""

import os
import sys

HIGH = 200


def can_fork(platform=None, threads=1):
    """Whether workers may be forked: on Linux, while no other Python thread runs (it would hold its locks forever).

    macOS has `fork`, but its system libraries abort in a forked child; CPython spawns there too.
    """
    return (platform or sys.platform).startswith("linux") and threads == 1


def out_of_reach(descriptor):
    """Moves a descriptor where no `open` of a tool lands after the tool closed too much, and closes it on exec."""
    try:
        import fcntl

        moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, HIGH)
    except (ImportError, AttributeError, OSError):
        os.set_inheritable(descriptor, False)
        return descriptor
    os.close(descriptor)
    return moved


def die_with_parent(signal_number):
    """Linux: asks the kernel for a signal when the parent dies, also while a tool holds the interpreter lock."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        # The C module alone: the package `ctypes` takes longer to import than a tool takes to run.
        import _ctypes

        prctl = _ctypes.dlsym(_ctypes.dlopen(None, 0), "prctl")
        return _ctypes.call_function(prctl, (1, int(signal_number), 0, 0, 0)) == 0
    except Exception:
        return False


def own_session():
    """A process group of its own: a terminal's Ctrl-C stays with the engine, and the group can be killed whole."""
    if hasattr(os, "setsid"):
        try:
            os.setsid()
        except OSError:
            pass  # already a leader


def give_way():
    """Linux: work that comes in waits for a free processor or for its turn, instead of taking the engine's from it in the
    middle of handing out work. Otherwise all that is the same, and so is its share of the processors."""
    try:
        if os.sched_getscheduler(0) == os.SCHED_OTHER:
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    except (AttributeError, OSError):
        pass  # not Linux, or not allowed


def kill_group(pid, reaped=False):
    """Ends a worker and what it started. Once it is reaped its number may be another's: then only its group."""
    try:
        os.killpg(pid, 9)
    except (AttributeError, OSError):
        if not reaped:
            try:
                os.kill(pid, 15 if os.name == "nt" else 9)
            except OSError:
                pass


def connect(address):
    """A stream to the engine: the path of a Unix socket."""
    import _socket

    stream = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    stream.connect(address)
    return out_of_reach(stream.detach())


def redirect(stdout, stderr):
    """Points 0 at nothing and 1 and 2 at files, for this process and everything it starts. Answers two descriptors
    to read them with."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    if null > 2:
        os.close(null)
    readers = []
    for descriptor, path in ((1, stdout), (2, stderr)):
        target = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        os.dup2(target, descriptor)
        os.close(target)
        readers.append(out_of_reach(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))))
    return readers
