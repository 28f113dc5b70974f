"""One worker: runs the Python nodes of one line at a time."""

import atexit
import os
import sys
import threading

from . import errors
from .arguments import Arguments, Init
from .call import Call
from .capture import current
from .channel import encode, with_value
from .keep import Keeper
from .live_values import LiveValues
from .tools import LoadError
from .turns import Turns
from .values import is_plain, surroundings


def fail():
    """Something that cannot be answered was thrown: a tool broke what the worker stands on. The engine hears of an end,
    not of silence."""
    import faulthandler
    import traceback

    try:
        faulthandler.disable()
        os.write(2, traceback.format_exc().encode("utf-8", "replace"))
    finally:
        os._exit(70)


class Worker:
    def __init__(self, channel, tools, capture, folder):
        self.channel = channel
        self.tools = tools
        self.capture = capture
        self.live = LiveValues(self, Keeper(tools, folder))
        self.arguments = Arguments(self)
        self.asks = {}
        self.turns = Turns(self._work)
        self._loop = None
        self._exits = atexit._ncallbacks()
        self._light = {"cancel": self._cancel, "end": self._end, "answer": self._answer}
        self._heavy = {"call": self._call, **self.live.questions}

    def serve(self):
        """Reads and runs until the engine closes the connection. Never returns."""
        self.turns.take_part()
        threading.Event().wait()  # other threads go on; the end of this one would be that of the process

    def _work(self, me):
        while True:
            message = self._read()
            begun = self.turns.begin()
            try:
                self._heavy[message["type"]](message)
            except BaseException:
                fail()
            if not self.turns.end(me, begun):
                return

    def _read(self):
        """The next message that is work; what is none is dealt with on the way."""
        while True:
            message = self.channel.read()
            if message is None:
                self.exit()
            light = self._light.get(message["type"])
            if light is None:
                if message["type"] == "call":
                    self.tools.know(message["tool"], message["source"])
                return message
            light(message)

    def exit(self):
        """Runs what tools registered with `atexit`, then leaves without tearing down the interpreter."""
        try:
            if atexit._ncallbacks() > self._exits:
                atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            pass
        os._exit(0)

    # --- messages that are handled while reading

    def _cancel(self, message):
        for call in list(self.capture.active):
            if call.id == message["id"] and call.task is not None:
                self._loop.call_soon_threadsafe(call.task.cancel)

    def _end(self, _message):
        self.live.clear()

    def _answer(self, message):
        waiter = self.asks.pop(message["id"], None)
        if waiter is not None:
            waiter.answer = message
            waiter.lock.release()

    # --- calls

    def _call(self, message):
        call = Call(self, message)
        marker = current.set(call)
        self.capture.active.append(call)
        before = surroundings()
        tool = None
        try:
            tool = self.tools.get(message["tool"])
            function = tool.bound(call.node, Init(self.arguments, message, tool), message["method"])
            arguments = self.arguments.of(message["args"], message["special"], tool)
            if tool.is_async and message["method"] is None:
                self._start(call, call.run_async(function, arguments), tool, before)
                return
            value = tool.finish(self, call, call.run(function, arguments))
        except BaseException as error:
            self.failed(call, error, tool)
        else:
            self._done(call, value, before)
        finally:
            current.reset(marker)

    def _start(self, call, coroutine, tool, before):
        """Runs an `async def` tool on the worker's event loop."""
        import contextvars

        async def finish():
            try:
                value = await tool.finish_async(call, await coroutine)
            except BaseException as error:
                self.failed(call, error, tool)
            else:
                self._done(call, value, before)

        def create():
            call.task = loop.create_task(finish())

        loop = self.loop()
        loop.call_soon_threadsafe(create, context=contextvars.copy_context())

    def loop(self):
        if self._loop is None:
            import asyncio

            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, daemon=True, name="millrace-loop").start()
        return self._loop

    def _done(self, call, value, before):
        head = {"type": "result", "id": call.id, "kind": "json", "portable": False, "calls": call.spans()}
        try:
            if is_plain(value):
                text = encode(value)
                head["portable"] = surroundings() == before
            else:
                text = self.live.held(head, value, call.node)
        except BaseException as error:
            self.failed(call, error, None)
            return
        self.finish(call)
        self.channel.send_text(with_value(head, text))

    def failed(self, call, error, tool, joined=False):
        if isinstance(error, LoadError):
            message = error.message
        elif tool is not None:
            message = tool.failed(error, call.node)
        elif joined:
            message = errors.join_failed(error, call.node)
        else:
            message = errors.call_failed(error, call.node, None, "__pf_main__")
        self.finish(call)
        self.channel.send({"type": "error", "id": call.id, "error": message, "calls": call.spans()})

    def finish(self, call):
        self.capture.finish(call)
        if call in self.capture.active:
            self.capture.active.remove(call)
