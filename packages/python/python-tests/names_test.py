"""Names that flows and scripts import (spec 3.7, 6.1, 6.4, 7.1, 11.1; surface 2.1): those of names.json the original has."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SHIM = os.path.join(os.path.dirname(HERE), "shim")
sys.path.insert(0, SHIM)

from promptflow.exceptions import PromptflowException  # noqa: E402

with open(os.path.join(HERE, "names.json"), encoding="utf-8") as file:
    NAMES = json.load(file)


class Names(unittest.TestCase):
    def test_each_is_there(self):
        missing = [
            "%s.%s" % (module, name)
            for module, names in NAMES.items()
            for name in names
            if not hasattr(importlib.import_module(module), name)
        ]
        self.assertEqual(missing, [])

    def test_exceptions_have_the_classes_and_the_target_of_the_original(self):
        """Spec 11.1, 11.3; the target is null where the original's class asks for arguments of its own."""
        with open(os.path.join(HERE, "exceptions.json"), encoding="utf-8") as file:
            expected = json.load(file)
        for path, (chain, target) in expected.items():
            module, _, name = path.rpartition(".")
            cls = getattr(importlib.import_module(module), name)
            classes = [base.__name__ for base in cls.__mro__ if issubclass(base, PromptflowException)]
            self.assertEqual("/".join(classes), chain, path)
            if target is not None:
                self.assertEqual(cls(message="m").target.name, target, path)

    def test_an_installed_promptflow_has_the_rest(self):
        files = {
            "evals/__init__.py": "from promptflow._utils.of_evals import found\n",
            "_utils/__init__.py": "",
            "_utils/of_evals.py": "from promptflow._sdk.entities._more import found\n",
            "_utils/logger_utils.py": "raise ImportError('ours comes first')\n",
            "_sdk/entities/_more.py": "from promptflow._utils.logger_utils import logger\nfound = logger.name\n",
        }
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = os.path.join(folder, "promptflow", name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            run = subprocess.run(
                [sys.executable, "-B", "-c", "from promptflow.evals import found; print(found)"],
                env={**os.environ, "PYTHONPATH": os.pathsep.join([SHIM, folder])},
                capture_output=True,
                text=True,
            )
        self.assertEqual((run.stdout, run.stderr), ("promptflow\n", ""))


if __name__ == "__main__":
    unittest.main()
