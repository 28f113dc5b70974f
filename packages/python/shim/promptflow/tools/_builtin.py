"""Metas of all built-in tools by id (spec 5.6): they need no package."""

from promptflow.tools import _builtin_indices, _builtin_models, _builtin_services, _vision

TOOLS = {**_builtin_models.TOOLS, **_vision.TOOLS, **_builtin_services.TOOLS, **_builtin_indices.TOOLS}
