"""`promptflow.tools`: the built-in tools, called from Python."""
