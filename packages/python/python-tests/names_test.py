"""Names that flows and scripts import (spec 3.7, 6.1, 6.4, 7.1, 11.1; surface 2.1): those of names.json the original has."""

import importlib
import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "shim"))

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


if __name__ == "__main__":
    unittest.main()
