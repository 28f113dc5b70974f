"""`PFClient().tools` (spec 6.6, surface.md 2.1)."""

import os
import sys

from promptflow.client._operations import Operations, path_of
from promptflow.client._validation import ValidationResult


class ToolOperations(Operations):
    """Lists and checks tools."""

    def list(self, flow=None):
        """`package`: metas of installed tools by id; `code`: with a flow those of its own, by file."""
        return self._ask("tools.list", flow=path_of(flow))

    def validate(self, source, *, raise_error=False, **kwargs):
        """Of a package, a module's function `package.module.function`, a script or a function: an object with `passed`."""
        result = ValidationResult(self._ask("tools.validate", source=_source(source)))
        if raise_error and not result.passed:
            from promptflow._core.tool_meta_generator import ToolValidationError

            raise ToolValidationError(message=repr(result))
        return result


def _source(source):
    if not callable(source):
        return path_of(source)
    module = sys.modules.get(source.__module__)
    file = getattr(module, "__file__", None)
    return os.path.abspath(file) if file else "%s.%s" % (source.__module__, source.__name__)
