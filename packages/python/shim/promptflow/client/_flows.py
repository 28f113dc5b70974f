"""`PFClient().flows` (surface.md 2.1)."""

import json
import os

from promptflow.client._callables import entry_of, existing, flow_of
from promptflow.client._operations import Operations, path_of
from promptflow.client._validation import ValidationResult
from promptflow.core._flow import _is_flex as is_flex
from promptflow.exceptions import UserErrorException


def inputs_of(inputs):
    """Inputs as a dict: given so, or the first of a json or jsonl file."""
    if inputs is None or isinstance(inputs, dict):
        return inputs
    if not str(inputs).endswith((".json", ".jsonl")):
        raise UserErrorException("Only support jsonl or json file as input.")
    if not os.path.isfile(inputs):
        raise UserErrorException("Cannot find inputs file %s." % inputs)
    with open(inputs, encoding="utf-8") as file:
        text = file.read()
    return json.loads(next(line for line in text.splitlines() if line.strip()) if str(inputs).endswith(".jsonl") else text)


class FlowOperations(Operations):
    """Tests, checks and writes flows."""

    def test(
        self,
        flow,
        *,
        inputs=None,
        variant=None,
        node=None,
        environment_variables=None,
        init=None,
        output_path=None,
        dump_test_result=False,
        stream_log=True,
        connections=None,
        **kwargs,
    ):
        """Outputs of the flow, or what the node answers. The log is shown unless `stream_log` is false, and kept in
        `.promptflow` or `output_path` (relative to the flow), with the details if `dump_test_result`. Generators are
        joined, whatever `stream_output` and `allow_generator_output` say."""
        return self._ask(
            "flows.test",
            flow=flow_of(flow),
            inputs=inputs_of(inputs),
            variant=variant,
            node=node,
            environment_variables=environment_variables,
            init=init,
            connections=connections,
            output_path=None if output_path is None else os.fspath(output_path),
            dump_test_result=bool(dump_test_result),
            stream_log=bool(stream_log),
        )

    _test = test

    def validate(self, flow, *, raise_error=False, **kwargs):
        result = ValidationResult(self._ask("flows.validate", flow=path_of(flow)))
        return result.try_raise(raise_error, error_func=lambda text, _messages: UserErrorException(text))

    def infer_signature(self, entry, include_primitive_output=False, **kwargs):
        """`inputs`, and where there are any `outputs` and `init`, of a function, a class, a flex flow or a prompty."""
        path = getattr(entry, "path", None)
        if path is not None and (is_flex(path) or os.fspath(path).endswith(".prompty")):
            return self._ask("flows.signature", flow=os.fspath(path), primitive=bool(include_primitive_output))
        if not hasattr(entry, "__qualname__"):
            name = type(entry).__name__
            raise UserErrorException("Invalid entry %s, only support callable object or prompty." % name)
        folder, name = entry_of(entry)
        return self._ask("flows.infer_signature", entry=name, code=folder, primitive=bool(include_primitive_output))

    def save(
        self,
        entry,
        code=None,
        path=None,
        *,
        python_requirements_txt=None,
        image=None,
        signature=None,
        sample=None,
        **kwargs,
    ):
        """Writes `flow.flex.yaml` of a callable, beside its code or with a copy of it to the folder `path`."""
        if isinstance(entry, str):
            folder = None if code is None else _code(code)
        else:
            if not hasattr(entry, "__qualname__"):
                raise UserErrorException("Entry must be a function or a class.")
            if code is not None:
                reason = "Code path will be the parent of entry source and can't be customized when entry is a callable."
                raise UserErrorException(reason)
            folder, entry = _beside(entry)
        if isinstance(sample, (str, os.PathLike)):
            with open(sample, encoding="utf-8") as file:
                sample = json.load(file)
        if python_requirements_txt is not None:
            open(python_requirements_txt, encoding="utf-8").close()  # FileNotFoundError, as there
        self._ask(
            "flows.save",
            entry=entry,
            code=folder or os.getcwd(),
            path=None if path is None else os.fspath(path),
            requirements=path_of(python_requirements_txt),
            image=image,
            signature=signature,
            sample=sample,
        )

    def build(self, flow, *, output, format="docker", variant=None, **kwargs):
        raise UserErrorException("Millrace does not build flows yet: run %s with it." % path_of(flow))


def _code(code):
    if not os.path.isdir(code):
        raise UserErrorException("Specified code %s does not exist." % code)
    return existing(code)


def _beside(entry):
    """The folder of the file that a callable is written in, and the entry as seen from there."""
    import inspect

    file = os.path.abspath(inspect.getfile(entry))
    name = os.path.splitext(os.path.basename(file))[0]
    return os.path.dirname(file), "%s:%s" % (name, entry.__name__)
