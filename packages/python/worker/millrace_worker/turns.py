"""Which thread reads.

One thread reads, and runs what it has read. A second one watches it and takes over the reading when a call goes on for
long. So a quick call costs no hand-over between threads, calls of nodes that are ready together overlap, and a `cancel`
or an answer to `ask` is read while tools run.
"""

import threading
from _thread import allocate_lock
from time import monotonic

TICK = 0.005
QUICK = 0.001


class Turns:
    """`work(me)` reads, with `begin` and `end` around each call, until `end` says that another thread reads now."""

    def __init__(self, work):
        self._work = work
        self._guard = allocate_lock()
        self._reader = 0
        self._calls = 0
        self._running = 0  # number of the call that the reader is in
        self._watched = False
        self._asleep = False  # the watcher
        self._bell = allocate_lock()
        self._bell.acquire()
        self._rung = False
        # After a long call the next one is given a thread at once: where one waits, its neighbours do too.
        self._eager = False

    def take_part(self):
        """The life of a thread: reading, watching, reading again; it ends when others do both."""
        while True:
            self._reader = me = threading.get_ident()
            self._work(me)
            with self._guard:
                if self._watched:
                    return
                self._watched = True
            self._watch()

    def begin(self):
        """The reader starts a call. Answers what `end` wants to know."""
        with self._guard:
            self._calls += 1
            self._running = self._calls
            alone = not self._watched
            self._watched = True
            if not alone and (self._asleep or self._eager):
                self._ring()
        if alone:
            try:
                threading.Thread(target=self._join, daemon=True, name="millrace").start()
            except RuntimeError:
                self._watched = False  # no more threads to be had: calls run one after another
        return monotonic()

    def end(self, me, begun):
        """The call has ended. Answers whether this thread is still the reader."""
        with self._guard:
            if self._eager and monotonic() - begun < QUICK:
                self._eager = False
            if self._reader != me:
                return False
            self._running = 0
            return True

    def _join(self):
        self._watch()
        self.take_part()

    def _ring(self):
        self._asleep = False
        if not self._rung:
            self._rung = True
            self._bell.release()

    def _watch(self):
        """Comes back as the reader."""
        seen = -1
        while True:
            with self._guard:
                running = self._running
                if running and (self._eager or running == seen):
                    self._eager = True
                    self._watched = False
                    self._running = 0
                    self._reader = threading.get_ident()
                    return
                # nothing was called for a tick: sleep until something is
                self._asleep = not running and self._calls == seen
                seen = self._calls
                timeout = -1 if self._asleep else TICK
            if self._bell.acquire(timeout=timeout):
                self._rung = False
