"""Who asks the engine for flows and runs: they happen where the code is, with its variables, in its Python."""

import json
import os
import sys


def asked(arguments, **more):
    """The payload of a question. Arguments travel as text, so that 1.0 stays 1.0."""
    asker = {"cwd": os.getcwd(), "env": dict(os.environ), "interpreter": sys.executable}
    return {"asker": asker, "arguments": json.dumps(arguments), **more}
