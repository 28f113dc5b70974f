"""The Python side of the bridge: a supervisor that imports the tools, and the workers that run them.

Standard library only, Python 3.9 and later. Modules that a quick test does not need are imported where they are used:
starting counts.
"""
