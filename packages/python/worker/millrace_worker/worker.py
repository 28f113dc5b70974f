"""One worker: runs the Python nodes of one line at a time."""

import atexit
import json
import os
import sys
import threading

from . import errors, media
from .arguments import Arguments, Init
from .call import Call
from .capture import current
from .channel import encode, with_value
from .entry_output import Unserializable, whole_text
from .keep import Keeper
from .tools import LoadError
from .turns import Turns
from .values import is_iterable, is_plain, output_text, property_of, shown_text, surroundings


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
        self.keeper = Keeper(tools, folder)
        self.objects = {}
        self.makers = {}
        self.arguments = Arguments(self)
        self.asks = {}
        self._handles = 0
        self.turns = Turns(self._work)
        self._loop = None
        self._exits = atexit._ncallbacks()
        self._light = {"cancel": self._cancel, "end": self._end, "answer": self._answer}
        self._heavy = {
            "call": self._call,
            "property": self._property,
            "equals": self._equals,
            "text": self._text,
            "join": self._join,
            "output": self._output,
            "whole": self._whole,
            "keep": self._keep,
        }

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
        self.objects.clear()
        self.makers.clear()

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
            self._failed(call, error, tool)
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
                self._failed(call, error, tool)
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
                text = self._live(head, value, call.node)
        except BaseException as error:
            self._failed(call, error, None)
            return
        self._finish(call)
        self.channel.send_text(with_value(head, text))

    def _live(self, head, value, node):
        """Keeps the value under a handle; one that is plain but for its images travels as JSON all the same."""
        text = media.text_of(value)
        if text is not None:
            return text
        self._handles += 1
        head["kind"] = "live"
        head["handle"] = "h%d" % self._handles
        head["class"] = type(value).__name__
        head["iterable"] = is_iterable(value)
        self.objects[head["handle"]] = value
        self.makers[head["handle"]] = node
        return shown_text(value)

    def _failed(self, call, error, tool, joined=False):
        if isinstance(error, LoadError):
            message = error.message
        elif tool is not None:
            message = tool.failed(error, call.node)
        elif joined:
            message = errors.join_failed(error, call.node)
        else:
            message = errors.call_failed(error, call.node, None, "__pf_main__")
        self._finish(call)
        self.channel.send({"type": "error", "id": call.id, "error": message, "calls": call.spans()})

    def _finish(self, call):
        self.capture.finish(call)
        if call in self.capture.active:
            self.capture.active.remove(call)

    # --- questions about live values

    def _object(self, message):
        return self.find(message["handle"])

    def find(self, handle):
        """A live value of this line, or one that was kept by another worker."""
        value = self.objects.get(handle, self)
        if value is self:
            value = self.objects[handle] = self.keeper.load(handle)
        return value

    def _reply(self, message, work, code, **data):
        """Answers with the JSON text that `work` gives, or with an error of that code and `detail`."""
        call = Call(self, message)
        marker = current.set(call)
        self.capture.active.append(call)
        try:
            head = {"type": "result", "id": call.id, "kind": "json"}
            text = work(call, head)
        except BaseException as error:
            self._finish(call)
            detail = "(%s) %s" % (errors.type_of(error), errors.text_of(error))
            missing = code == "REFERENCE_PROPERTY" and not isinstance(error, (KeyError, IndexError, AttributeError))
            if "reason" in data:
                data["reason"] = data["reason"].replace("{detail}", detail)
            if isinstance(error, Unserializable):
                detail = error.detail
                data = {**data, "type": error.type, "output_name": error.name}
            failure = errors.simple("REFERENCE_FAILED" if missing else code, detail=detail, **data)
            self.channel.send({"type": "error", "id": call.id, "error": failure, "calls": []})
        else:
            self._finish(call)
            self.channel.send_text(with_value(head, text))
        finally:
            current.reset(marker)

    def _property(self, message):
        def work(_call, head):
            value = property_of(self._object(message), message["path"])
            if is_plain(value):
                return encode(value)
            return self._live(head, value, message["node"])

        reference = "${%s.output.%s}" % (message["node"], message["path"])
        data = {"property": message["path"], "node_name": message["node"], "reference": reference}
        self._reply(message, work, "REFERENCE_PROPERTY", **data)

    def _equals(self, message):
        def work(_call, _head):
            return "true" if self._object(message) == message["other"] else "false"

        self._reply(message, work, "REFERENCE_FAILED", reference="a condition")

    def _text(self, message):
        def work(_call, _head):
            return json.dumps(str(self._object(message)))

        self._reply(message, work, "REFERENCE_FAILED", reference="a value for a template")

    def _output(self, message):
        def work(_call, _head):
            return output_text(self._object(message))

        kind = type(self._object(message)).__name__
        self._reply(message, work, "OUTPUT_UNSERIALIZABLE", type=kind)

    def _whole(self, message):
        """The output of an entry: its JSON, and what `print` shows of it where it is no dict."""

        def work(_call, head):
            value = self._object(message)
            text = whole_text(value)
            if not isinstance(value, dict):
                head["text"] = str(value)
            return text

        self._reply(message, work, "OUTPUT_UNSERIALIZABLE", type=type(self._object(message)).__name__)

    def _keep(self, message):
        def work(_call, _head):
            return json.dumps(self.keeper.save(self._object(message)))

        kind = type(self._object(message)).__name__
        reason = "A value of type %s cannot be kept for the aggregation nodes: {detail}" % kind
        self._reply(message, work, "AGGREGATION_INPUT_INVALID", reason=reason)

    def _join(self, message):
        call = Call(self, message)
        call.node = self.makers.get(message["handle"], "")
        marker = current.set(call)
        self.capture.active.append(call)
        value = self._object(message)
        try:
            if hasattr(type(value), "__anext__"):
                import asyncio

                text = asyncio.run_coroutine_threadsafe(call.join_async(value), self.loop()).result()
            else:
                text = call.join(value)
        except BaseException as error:
            self._failed(call, error, None, joined=True)
        else:
            self._finish(call)
            head = {"type": "result", "id": call.id, "kind": "json"}
            self.channel.send_text(with_value(head, json.dumps(text)))
        finally:
            current.reset(marker)
