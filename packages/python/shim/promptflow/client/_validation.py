"""What `validate` answers: passed or not, and what is wrong where."""

import json


class ValidationResult:
    """`errors` are dicts with `message` and where known `path`, `value`, `yaml_path`; of tools `function_name`."""

    def __init__(self, result):
        self._result = result

    @property
    def passed(self):
        return not self.errors

    @property
    def errors(self):
        return list(self._result.get("errors", []))

    @property
    def warnings(self):
        return list(self._result.get("warnings", []))

    @property
    def error_messages(self):
        """By path, or of tools by function; those of one place in one text."""
        messages = {}
        for error in self.errors:
            place = error.get("path") or error.get("function_name") or "*"
            messages.setdefault(place, []).append(error["message"])
        return {place: "; ".join(texts) for place, texts in messages.items()}

    def try_raise(self, raise_error=True, *, error_func=None):
        """Raises what `error_func` makes of the messages unless all is well; answers itself."""
        if raise_error and not self.passed:
            from promptflow.exceptions import ValidationException

            text = "Schema validation failed: %s" % self.error_messages
            raise error_func(text, self.error_messages) if error_func else ValidationException(message=text)
        return self

    def _to_dict(self):
        return dict(self._result)

    def __repr__(self):
        return json.dumps(self._result, indent=2)


MutableValidationResult = ValidationResult
