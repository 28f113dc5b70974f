from promptflow.connections import *  # noqa: F401,F403
from promptflow.connections import _Connection, _StrongTypeConnection  # noqa: F401
