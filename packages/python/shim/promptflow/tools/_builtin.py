"""Metas of all built-in tools by id (spec 5.6): they need no package."""

from promptflow.tools import _builtin_indices, _builtin_models, _builtin_services, _vision

# what they stand in for
_PACKAGE = {"package": "promptflow-tools", "package_version": "1.6.1"}
_METAS = {**_vision.TOOLS, **_builtin_models.TOOLS, **_builtin_services.TOOLS, **_builtin_indices.TOOLS}

TOOLS = {name: meta if "package" in meta else {**meta, **_PACKAGE} for name, meta in _METAS.items()}
