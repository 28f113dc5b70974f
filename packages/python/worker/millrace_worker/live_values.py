"""The values of a line that JSON cannot hold, and what the engine asks about them."""

import json

from . import errors, media
from .call import Call
from .capture import current
from .channel import encode, with_value
from .entry_output import Unserializable, whole_text
from .values import is_iterable, is_plain, output_text, property_of, shown_text


class LiveValues:
    def __init__(self, worker, keeper):
        self.objects = {}
        self._worker = worker
        self._keeper = keeper
        self._makers = {}
        self._handles = 0
        self.questions = {
            "property": self._property,
            "equals": self._equals,
            "look": self._look,
            "join": self._join,
            "output": self._output,
            "whole": self._whole,
            "keep": self._keep,
        }

    def clear(self):
        self.objects.clear()
        self._makers.clear()

    def held(self, head, value, node):
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
        self._makers[head["handle"]] = node
        return shown_text(value)

    def find(self, handle):
        """A live value of this line, or one that was kept by another worker."""
        value = self.objects.get(handle, self)
        if value is self:
            value = self.objects[handle] = self._keeper.load(handle)
        return value

    def _kind(self, message):
        return type(self.objects.get(message["handle"])).__name__

    # --- questions

    def _reply(self, message, work, code, **data):
        """Answers with the JSON text that `work` gives, or with an error of that code and `detail`."""
        call = Call(self._worker, message)
        marker = current.set(call)
        self._worker.capture.active.append(call)
        try:
            head = {"type": "result", "id": call.id, "kind": "json"}
            text = work(call, head)
        except BaseException as error:
            self._worker.finish(call)
            detail = "(%s) %s" % (errors.type_of(error), errors.text_of(error))
            missing = code == "REFERENCE_PROPERTY" and not isinstance(error, (KeyError, IndexError, AttributeError))
            if "reason" in data:
                data["reason"] = data["reason"].replace("{detail}", detail)
            if isinstance(error, Unserializable):
                detail = error.detail
                data = {**data, "type": error.type, "output_name": error.name}
            failure = errors.simple("REFERENCE_FAILED" if missing else code, detail=detail, **data)
            self._worker.channel.send({"type": "error", "id": call.id, "error": failure, "calls": []})
        else:
            self._worker.finish(call)
            self._worker.channel.send_text(with_value(head, text))
        finally:
            current.reset(marker)

    def _property(self, message):
        def work(_call, head):
            value = property_of(self.find(message["handle"]), message["path"])
            if is_plain(value):
                return encode(value)
            return self.held(head, value, message["node"])

        reference = "${%s.output.%s}" % (message["node"], message["path"])
        data = {"property": message["path"], "node_name": message["node"], "reference": reference}
        self._reply(message, work, "REFERENCE_PROPERTY", **data)

    def _equals(self, message):
        def work(_call, _head):
            return "true" if self.find(message["handle"]) == message["other"] else "false"

        self._reply(message, work, "REFERENCE_FAILED", reference="a condition")

    def _look(self, message):
        from .template_values import looked

        def work(_call, _head):
            node = self._makers.get(message["handle"], "")
            return looked(self, self.find(message["handle"]), node, message["operation"], message["argument"])

        self._reply(message, work, "REFERENCE_FAILED", reference="a value for a template")

    def _output(self, message):
        def work(_call, _head):
            return output_text(self.find(message["handle"]))

        self._reply(message, work, "OUTPUT_UNSERIALIZABLE", type=self._kind(message))

    def _whole(self, message):
        """The output of an entry: its JSON, and what `print` shows of it where it is no dict."""

        def work(_call, head):
            value = self.find(message["handle"])
            text = whole_text(value)
            if not isinstance(value, dict):
                head["text"] = str(value)
            return text

        self._reply(message, work, "OUTPUT_UNSERIALIZABLE", type=self._kind(message))

    def _keep(self, message):
        def work(_call, _head):
            return json.dumps(self._keeper.save(self.find(message["handle"])))

        reason = "A value of type %s cannot be kept for the aggregation nodes: {detail}" % self._kind(message)
        self._reply(message, work, "AGGREGATION_INPUT_INVALID", reason=reason)

    def _join(self, message):
        call = Call(self._worker, message)
        call.node = self._makers.get(message["handle"], "")
        marker = current.set(call)
        self._worker.capture.active.append(call)
        try:
            value = self.find(message["handle"])
            if hasattr(type(value), "__anext__"):
                import asyncio

                text = asyncio.run_coroutine_threadsafe(call.join_async(value), self._worker.loop()).result()
            else:
                text = call.join(value)
        except BaseException as error:
            self._worker.failed(call, error, None, joined=True)
        else:
            self._worker.finish(call)
            head = {"type": "result", "id": call.id, "kind": "json"}
            self._worker.channel.send_text(with_value(head, json.dumps(text)))
        finally:
            current.reset(marker)
