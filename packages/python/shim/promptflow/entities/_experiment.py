"""Templates of experiments, and experiments as the engine keeps them (spec 8.5)."""

import os


class ExperimentTemplate:
    """A file `*.exp.yaml`; the engine reads it."""

    def __init__(self, path):
        self._source_path = os.path.abspath(os.fspath(path))

    @property
    def dir_name(self):
        return os.path.basename(os.path.dirname(self._source_path))


class Experiment:
    """Fields of what the engine shows of one are attributes; `node_runs` by node: a list of dicts, name and status."""

    def __init__(self, answer, source_path=None):
        self._answer = answer
        self._source_path = source_path
        self._is_kept = source_path is None

    @classmethod
    def from_template(cls, template, name=None):
        return cls({"name": name, "status": "NotStarted", "node_runs": {}}, template._source_path)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._answer[name]
        except KeyError:
            raise AttributeError(name) from None

    def _to_dict(self):
        return dict(self._answer)
