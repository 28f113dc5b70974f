"""The process that imports the tools once and forks workers from itself.

It reads commands on descriptor 3 and reports on descriptor 4. When 3 ends, every worker ends.
"""

import gc
import os
import select
import sys
import time

import _signal as signal  # the C module: `signal` dresses it up in enums, which costs as much as a small tool

from . import find_module, media, standard_library, system
from .asking import Engine, ImportEngine
from .capture import Capture
from .channel import Channel
from .tools import Tools, prepare
from .worker import Worker


def main(arguments):
    channel = Channel(system.out_of_reach(3), system.out_of_reach(4))
    start = channel.read()
    if start is None:
        return
    enter(start)
    if "--worker" in arguments:
        become_worker(channel, start, Tools(start["folder"]), start["stdout"], start["stderr"])
    else:
        Supervisor(channel, start).run()


def enter(start):
    """The import path and the arguments that tools see; the working directory and the environment are the engine's."""
    if sys.flags.no_site:  # only reads sources: whatever the folder has, nothing here may import it
        find_module.look_in([start["folder"], start["shim"]] + sys.path[1:])
        sys.path[0] = start["shim"]
        sys.path.append(start["folder"])
    else:
        sys.path[0] = start["folder"]
        sys.path.insert(1, start["shim"])
        standard_library.keep_reachable(start["folder"])
    sys.argv = [""]
    from .openai_calls import watch

    watch.install(start["calls"])
    media.configure(start)


def become_worker(channel, start, tools, stdout, stderr):
    import faulthandler

    system.give_way()
    readers = system.redirect(stdout, stderr)
    faulthandler.enable(file=2, all_threads=False)
    capture = Capture(readers)
    worker = Worker(channel, tools, capture, start["temporary"])
    connect_shim(Engine(worker))
    channel.send({"type": "hello", "token": start["token"], "pid": os.getpid(), "python": list(sys.version_info[:3])})
    worker.serve()


def connect_shim(engine):
    """Gives the shim its way to the engine."""
    from promptflow import _engine

    _engine.connect(engine)
    return engine


class Supervisor:
    def __init__(self, channel, start):
        self.channel = channel
        self.start = start
        self.tools = Tools(start["folder"])
        self.importing = connect_shim(ImportEngine(channel))
        self.workers = {}
        self._engine = os.getppid()
        self._wake = self._wake_writer = None
        if hasattr(signal, "SIGCHLD"):
            self._wake, self._wake_writer = os.pipe()
            os.set_blocking(self._wake, False)
            os.set_blocking(self._wake_writer, False)
            signal.signal(signal.SIGCHLD, lambda *_: None)
            signal.set_wakeup_fd(self._wake_writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, lambda *_: self._terminated())
        system.die_with_parent(signal.SIGTERM)
        channel.send({"type": "ready", "pid": os.getpid(), "python": list(sys.version_info[:3]), "fork": True})

    def run(self):
        try:
            self._serve()
        except ConnectionError:
            self.stop(engine_done=True)  # it was killed: a report of a worker's end found nobody

    def _serve(self):
        while True:
            message = self._next()
            if message is None:
                self.stop(engine_done=True)
            elif message["type"] == "prepare":
                self._prepare(message)
            elif message["type"] == "fork":
                self._fork(message)
            elif message["type"] == "describe":
                self._describe(message)
            # an answer that nobody waits for is of no use

    def _next(self):
        """The next command. Where there are no forks there are no ends of children to wait for either."""
        if self.importing.later:
            return self.importing.later.popleft()
        while self._wake is not None and not self.channel.pending():
            ready, _, _ = select.select([self.channel.incoming, self._wake], [], [], 1.0 if self.workers else None)
            if self.channel.incoming in ready:
                break
            self._reap()
        return self.channel.read()

    def _prepare(self, message):
        answer = prepare(self.tools, message["index"], message["source"])
        if answer["signature"] is not None and answer["signature"]["async"]:
            import asyncio  # noqa: F401  shared by all workers
        flush()
        threads = len(sys._current_frames())
        forks = system.can_fork(threads=threads) and self.start["fork"]
        self.channel.send({"type": "prepared", "index": message["index"], "fork": forks, **answer})

    def _describe(self, message):
        from .describe import describe

        answer = describe(message["source"], self.tools.folder)
        self.channel.send({"type": "described", "id": message["id"], **answer})

    def _fork(self, message):
        flush()
        gc.freeze()
        pid = os.fork()
        if pid == 0:
            self._become(message)
        self.workers[pid] = message["worker"]
        self.channel.send({"type": "forked", "worker": message["worker"], "pid": pid})

    def _become(self, message):
        status = 71
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            for descriptor in (self.channel.incoming, self.channel.outgoing, self._wake, self._wake_writer):
                os.close(descriptor)
            system.own_session()
            system.die_with_parent(signal.SIGKILL)
            stream = system.connect(self.start["socket"])
            self.start["token"] = message["token"]
            become_worker(Channel(stream, stream), self.start, self.tools, message["stdout"], message["stderr"])
        except BaseException:
            import traceback

            traceback.print_exc()
            flush()
        finally:
            os._exit(status)

    def _terminated(self):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would find the first at work
        self.stop()

    def _reap(self, report=True):
        try:
            os.read(self._wake, 4096)
        except BlockingIOError:
            pass
        for pid in list(self.workers):
            try:
                found, status = os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                found, status = pid, 0
            if found == 0:
                continue
            worker = self.workers.pop(pid)
            system.kill_group(pid, reaped=True)  # what the tool started in the background
            code, number = (None, os.WTERMSIG(status)) if os.WIFSIGNALED(status) else (os.WEXITSTATUS(status), None)
            if report:
                self.channel.send({"type": "exit", "worker": worker, "code": code, "signal": number})

    def stop(self, engine_done=False):
        """The engine is gone or has done: workers that saw the end of their own stream leave by themselves.

        A killed engine's descriptors close before it stops being the parent, so the end of the stream alone says that
        nobody will use its folder again. A signal may have come while something was sent: nothing is sent from here."""
        deadline = time.monotonic() + 0.5
        while self.workers and time.monotonic() < deadline:
            self._reap(report=False)
            if self.workers:
                time.sleep(0.002)
        for pid in self.workers:
            system.kill_group(pid)
        # an engine that dies is still the parent while any of its threads is left
        deadline = time.monotonic() + 1
        while not engine_done and os.getppid() == self._engine and time.monotonic() < deadline:
            time.sleep(0.002)
        if engine_done or os.getppid() != self._engine:
            remove(self.start["temporary"])
        os._exit(0)


def remove(folder):
    """The engine was killed, so nobody else removes what was kept for it: captured output can hold anything."""
    for path, _, files in os.walk(folder, topdown=False):
        for name in files:
            try:
                os.unlink(os.path.join(path, name))
            except OSError:
                pass
        try:
            os.rmdir(path)
        except OSError:
            pass


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
