from promptflow.entities import *  # noqa: F401,F403
