"""What scripts and evaluators use without the engine: coroutines, contexts, YAML, exceptions (spec 11.1, surface 2.1)."""

import asyncio
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "shim"))

from promptflow._sdk._errors import raised, with_codes  # noqa: E402
from promptflow._utils.async_utils import (  # noqa: E402
    async_run_allowing_running_loop,
    async_to_sync,
    sync_iterator_to_async,
    sync_to_async,
)
from promptflow._utils.yaml_utils import dump_yaml  # noqa: E402
from promptflow.client._callables import entry_of  # noqa: E402
from promptflow.entities import Run  # noqa: E402
from promptflow.exceptions import UserErrorException  # noqa: E402
from promptflow.tracing import ThreadPoolExecutorWithContext  # noqa: E402
from promptflow.tracing._operation_context import OperationContext  # noqa: E402


async def double(n):
    await asyncio.sleep(0)
    return 2 * n


class Runs(unittest.TestCase):
    def test_properties_name_the_run_that_was_read_and_its_form_as_dict_does_not(self):
        shown = {"flow_path": "e", "output_path": "o", "column_mapping": {"a": "b"}, "system_metrics": {"duration": 1}}
        run = Run._from_answer({"name": "n", "run": "other", "properties": shown, "_counts": {"__pf__.lines.failed": 0}})
        self.assertEqual(list(run.properties), ["flow_path", "output_path", "run", "column_mapping", "system_metrics"])
        self.assertEqual(run.properties["run"], "other")
        self.assertEqual(run.properties["system_metrics"], {"duration": 1, "__pf__.lines.failed": 0})
        self.assertEqual(run._to_dict()["properties"], shown)


class Coroutines(unittest.TestCase):
    def test_with_and_without_a_running_loop(self):
        async def inside():
            return async_run_allowing_running_loop(double, 4)

        self.assertEqual(async_run_allowing_running_loop(double, 2), 4)
        self.assertEqual(asyncio.run(inside()), 8)
        self.assertEqual(async_to_sync(double)(n=5), 10)
        self.assertEqual(asyncio.run(sync_to_async(len)("abc")), 3)

    def test_items_of_an_iterator(self):
        async def taken():
            return [item async for item in sync_iterator_to_async(iter("ab"))]

        self.assertEqual(asyncio.run(taken()), ["a", "b"])


class Context(unittest.TestCase):
    def test_keys_are_attributes_and_threads_see_them(self):
        context = OperationContext.get_instance()
        context.batch = "b"
        self.assertEqual(context["batch"], "b")
        with ThreadPoolExecutorWithContext(1) as pool:
            self.assertIs(pool.submit(OperationContext.get_instance).result(), context)
        context.append_user_agent("x/1")
        context.append_user_agent("x/1")
        self.assertEqual(context.user_agent, "x/1")
        with self.assertRaises(AttributeError):
            context.nothing


class Yaml(unittest.TestCase):
    def test_texts_that_look_like_something_else_are_quoted(self):
        data = {"a": "x y", "b": "1", "c": "true", "d": ["q: r", {"e": None}], "f": {}, "g": "${x}", "h": "l\n", "i": 2.5}
        text = "a: x y\nb: '1'\nc: 'true'\nd:\n- 'q: r'\n- e:\nf: {}\ng: ${x}\nh: \"l\\n\"\ni: 2.5\n"
        self.assertEqual(dump_yaml(data), text)


class Exceptions(unittest.TestCase):
    def test_by_the_name_of_the_class(self):
        from promptflow._sdk._errors import ConnectionNotFoundError, RunNotFoundError
        from promptflow.executor._errors import InputNotFound

        self.assertIs(type(raised("RunNotFoundError", "m")), RunNotFoundError)
        self.assertIs(type(raised("ConnectionNotFoundError", "m")), ConnectionNotFoundError)
        self.assertIs(type(raised("NoSuchClass", "m")), UserErrorException)
        codes = ["UserError", "ValidationError", "InvalidFlowRequest", "InputNotFound"]
        said = {"codes": codes, "message": "m", "format": "", "target": None, "parameters": {}, "additional": None}
        self.assertIs(type(with_codes(said)), InputNotFound)
        self.assertEqual(with_codes(said).error_codes, codes)


class Callables(unittest.TestCase):
    def test_what_cannot_be_a_flow(self):
        with self.assertRaisesRegex(UserErrorException, "global function"):
            entry_of(lambda text: text)
        held = Held()
        with self.assertRaisesRegex(UserErrorException, "Held cannot be sent"):
            entry_of(held)

    def test_an_object_gets_a_folder_and_no_key_in_it(self):
        held = Held()
        held.lock = None
        held.key = "a-secret-key"
        folder, entry = entry_of(held)
        with open(os.path.join(folder, "callable_entry.py"), encoding="utf-8") as file:
            self.assertNotIn("a-secret-key", file.read())
        self.assertEqual((os.listdir(folder), entry), (["callable_entry.py"], "callable_entry:Held"))


class Held:
    def __init__(self):
        import threading

        self.lock = threading.Lock()

    def __call__(self, text: str) -> str:
        return text


if __name__ == "__main__":
    unittest.main()
