import importlib
import json
import os
import pkgutil
import sys
import tempfile
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(ROOT, "shim"), os.path.join(ROOT, "worker")]

from millrace_worker import packages, system  # noqa: E402
from millrace_worker.channel import Channel, with_value  # noqa: E402
from millrace_worker.describe import describe  # noqa: E402
from millrace_worker.missing import install_command  # noqa: E402
from millrace_worker.requirements import is_satisfied, lines_of  # noqa: E402
from millrace_worker.tools import LoadError, load_package, load_source  # noqa: E402
from millrace_worker.turns import Turns  # noqa: E402
from millrace_worker.values import is_plain, property_of  # noqa: E402


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(ROOT, "src", "__fixtures__", "messages.json"), encoding="utf-8") as file:
            cls.fixture = json.load(file)

    def test_values_are_written_as_the_engine_reads_them(self):
        for case in self.fixture["fromWorker"]:
            self.assertEqual(with_value(case["head"], case["value"]), case["line"])

    def test_messages_are_ascii_lines(self):
        incoming, outgoing = os.pipe()
        channel = Channel(incoming, outgoing)
        for message in self.fixture["plain"]:
            channel.send(message)
        data = os.read(incoming, 1 << 16)
        self.assertTrue(data.isascii())
        self.assertEqual([json.loads(line) for line in data.splitlines()], self.fixture["plain"])

    def test_what_the_engine_writes_is_read_exactly(self):
        incoming, outgoing = os.pipe()
        channel = Channel(incoming, outgoing)
        for case in self.fixture["toWorker"]:
            os.write(outgoing, ('{"type":"x","value":%s}\n' % case["wire"]).encode("utf-8"))
            self.assertEqual(repr(channel.read()["value"]), case["python"])
        os.write(outgoing, b'{"type":')
        os.write(outgoing, b'"y"}\n{"type":"z"}\n')
        os.close(outgoing)
        self.assertEqual([channel.read(), channel.read(), channel.read()], [{"type": "y"}, {"type": "z"}, None])


class PackageTools(unittest.TestCase):
    """What the original 1.18.5 answers for a tool of a package whose module, or whose function, is not there."""

    def refused(self, module):
        metas = {"one.tool": {"name": "x", "type": "python", "module": module, "function": "nope", "inputs": {}}}
        with mock.patch.object(packages, "_found", metas), self.assertRaises(LoadError) as caught:
            load_package({"type": "package", "tool": "one.tool"})
        return caught.exception.message

    def test_a_module_that_cannot_be_imported_means_there_is_no_such_tool(self):
        message = self.refused("no_such_module")
        self.assertEqual((message["code"], message["original"]), ("TOOL_NOT_FOUND", None))
        self.assertIn("(ModuleNotFoundError) No module named 'no_such_module'", message["text"])

    def test_a_function_that_is_not_there_is_an_attribute_error_while_the_tool_is_resolved(self):
        message = self.refused("json")
        self.assertEqual(message["original"], ["SystemError", "AttributeError"])
        self.assertEqual(message["format"], "Tool load failed in '{node_name}'.")


class ToolFiles(unittest.TestCase):
    def test_only_what_python_can_import_by_its_name(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("tool", "tool.jinja2", "tool.PY"):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write("from promptflow.core import tool\n\n\n@tool\ndef t():\n    pass\n")
                with self.assertRaises(LoadError) as caught:
                    load_source({"type": "code", "path": name}, folder)
                expected = ["UserError", "ToolValidationError", "PythonLoaderNotFound"]
                self.assertEqual(caught.exception.message["original"], expected)
                self.assertEqual(describe({"type": "code", "path": name}, folder)["error"]["original"], expected)


class MissingModules(unittest.TestCase):
    def command(self, statement, requirements=None):
        with tempfile.TemporaryDirectory() as folder:
            tool, file = os.path.join(folder, "tool.py"), os.path.join(folder, "requirements.txt")
            for path, text in ((tool, statement + "\n"), (file, requirements)):
                if text is not None:
                    with open(path, "w", encoding="utf-8") as opened:
                        opened.write(text)
            try:
                exec(compile(statement, tool, "exec"), {})
            except ModuleNotFoundError as error:
                words = install_command(error, folder).split(" ")
                self.assertEqual(words[:4], [sys.executable, "-m", "pip", "install"])
                return " ".join(words[4:]).replace(file, "FILE")

    def test_the_command_brings_what_is_missing(self):
        self.assertEqual(self.command("import no_such_module.part"), "no_such_module")
        self.assertEqual(self.command("import no_such_module", "# nothing\npromptflow\n"), "no_such_module")
        self.assertEqual(self.command("import no_such_module", "No-Such.Module>=1\n"), "-r FILE")
        self.assertEqual(self.command("import no_such_module", "no-such-distribution-here\n"), "-r FILE")

    def test_packages_that_share_a_name(self):
        self.assertEqual(self.command("from azure.ai.no_such_part.models import X"), "azure-ai-no_such_part")
        self.assertEqual(self.command("from google.no_such_part.a.b import c"), "google-no_such_part-a")


class TurnsOfThreads(unittest.TestCase):
    def play(self, calls, timeout=10):
        """Runs `calls` as a worker does. Answers the threads that ran, by place; each call is run exactly once."""
        import queue
        import threading

        source, ran, threads = queue.Queue(), queue.Queue(), {}

        def work(me):
            while True:
                place, call = source.get()
                begun = turns.begin()
                call()
                threads[place] = threading.current_thread().name
                ran.put(place)
                if not turns.end(me, begun):
                    return

        turns = Turns(work)
        threading.Thread(target=turns.take_part, daemon=True, name="first").start()
        for place, call in enumerate(calls):
            source.put((place, call))
        self.assertEqual(sorted(ran.get(timeout=timeout) for _ in calls), list(range(len(calls))))
        return threads

    def test_quick_calls_stay_in_one_thread(self):
        threads = self.play([lambda: None] * 2000)
        # another one takes over where the machine kept a call waiting, and stays then
        changes = sum(threads[place] != threads[place - 1] for place in range(1, 2000))
        self.assertLess(changes, 200)

    def test_calls_that_wait_overlap(self):
        import threading

        together = threading.Barrier(6, timeout=10)
        self.play([together.wait] * 6)

    def test_a_mix_is_run_once_each(self):
        import random
        import time

        choose = random.Random(7).random
        naps = [0.02 if choose() < 0.05 else 0.004 * (choose() < 0.2) for _ in range(600)]
        self.play([lambda nap=nap: time.sleep(nap) if nap else None for nap in naps], timeout=30)


class Values(unittest.TestCase):
    def test_plain_is_exact(self):
        for value in (None, True, 1, 1.5, "x", [1, [None]], {"a": {"b": []}}):
            self.assertTrue(is_plain(value), value)
        deep = []
        for _ in range(100000):
            deep = [deep]
        for value in ((1,), {1: 2}, {"a": (1,)}, b"x", type("S", (str,), {})("x"), [object()], deep):
            self.assertFalse(is_plain(value))

    def test_properties(self):
        value = {"a": [{"b c": 1}], "n": {"x": 2}}
        self.assertEqual(property_of(value, "a[0]['b c']"), 1)
        self.assertEqual(property_of(value, "n.x"), 2)
        self.assertEqual(property_of("text", "upper")(), "TEXT")
        for path, error in (("zz", KeyError), ("a[3]", IndexError), ("a.zz", AttributeError), ("a['k']", TypeError)):
            with self.assertRaises(error):
                property_of(value, path)


class Platforms(unittest.TestCase):
    def test_fork(self):
        self.assertTrue(system.can_fork("linux", 1))
        self.assertFalse(system.can_fork("linux", 2))
        self.assertFalse(system.can_fork("darwin", 1))
        self.assertFalse(system.can_fork("win32", 1))

    def test_dying_with_the_parent(self):
        pid = os.fork()
        if pid == 0:
            os._exit(0 if system.die_with_parent(9) == sys.platform.startswith("linux") else 1)
        self.assertEqual(os.waitpid(pid, 0)[1], 0)


class Requirements(unittest.TestCase):
    def test_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "other.txt"), "w") as file:
                file.write("nested>=1\n")
            path = os.path.join(folder, "requirements.txt")
            with open(path, "w") as file:
                file.write("# all\npromptflow[azure]>=1.8\npromptflow_tools\n-r other.txt\n--pre\na==1  # why\nb ; x\n")
            self.assertEqual(list(lines_of(path)), ["nested>=1", "a==1", "b ; x"])

    def test_satisfied(self):
        self.assertFalse(is_satisfied("no-such-distribution-here>=1"))
        self.assertTrue(is_satisfied("no-such-distribution-here; python_version < '3'"))


class Shim(unittest.TestCase):
    def test_every_module_can_be_imported(self):
        import promptflow

        own = [path for path in promptflow.__path__ if path.startswith(ROOT)]
        names = [module.name for module in pkgutil.walk_packages(own, "promptflow.")]
        self.assertGreater(len(names), 30)
        for name in names:
            importlib.import_module(name)

    def test_subpackages_of_an_installed_one_are_found(self):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "promptflow", "rag"))
            for name in ("__init__.py", "core.py", "rag/__init__.py"):
                with open(os.path.join(folder, "promptflow", name), "w") as file:
                    file.write("theirs = True\n")
            code = "import promptflow.core, promptflow.rag as r; print(r.theirs, hasattr(promptflow.core, 'theirs'))"
            path = os.pathsep.join([os.path.join(ROOT, "shim"), folder])
            import subprocess

            answer = subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
            )
            self.assertEqual(answer.stdout, "True False\n", answer.stderr)

    def test_connections(self):
        from promptflow.connections import (
            AzureOpenAIConnection,
            CustomConnection,
            CustomStrongTypeConnection,
            OpenAIConnection,
            Secret,
        )

        azure = AzureOpenAIConnection(api_base="http://b", api_key="canary", name="n")
        self.assertEqual(
            list(azure.keys()), ["api_base", "api_type", "api_version", "auth_mode", "resource_id", "api_key"]
        )
        self.assertEqual((azure.type, azure.api_key, azure["api_key"], azure.api_version), ("AzureOpenAI", "canary", "canary", "2024-02-01"))
        self.assertNotIn("canary", "%s %r" % (azure, azure))
        with self.assertRaisesRegex(KeyError, "Key 'nope' not found in connection 'n'."):
            azure["nope"]
        self.assertIsNone(OpenAIConnection("k", base_url="_").base_url)
        custom = CustomConnection(secrets={"k": "s"}, configs={"k": "c", "d": "1"})
        self.assertEqual((custom.k, custom["k"], custom.d, dict(**custom)), ("s", "s", "1", {"k": "s", "d": "1"}))
        with self.assertRaises(AttributeError):
            custom.nope
        mine = type("Mine", (CustomStrongTypeConnection,), {"__annotations__": {"s": Secret, "c": str}, "c": "d"})
        strong = mine(secrets={"s": "1"}, configs={})
        self.assertEqual(strong.s, "1")
        with self.assertRaises(KeyError):
            strong.c

    def test_exceptions(self):
        from promptflow.exceptions import PromptflowException, UserErrorException, ValidationException

        class Mine(ValidationException):
            pass

        self.assertEqual(Mine("x").error_codes, ["UserError", "ValidationError", "Mine"])
        self.assertEqual(PromptflowException("x").error_codes, ["SystemError"])
        self.assertEqual(str(UserErrorException(message_format="{a} {b}", a=1)), "1 <b>")

    def test_images(self):
        import pickle

        from promptflow.contracts.multimedia import Image

        image = Image(b"abc", mime_type="image/png")
        self.assertEqual((repr(image), image.to_base64(), image == Image(b"abc")), ("Image(a9993e36)", "YWJj", True))
        self.assertEqual(pickle.loads(pickle.dumps(image)).to_base64(with_type=True), "data:image/png;base64,YWJj")


if __name__ == "__main__":
    unittest.main()
