"""Metas of the built-in tools that run as Python (spec 5.6)."""

TOOLS = {}
