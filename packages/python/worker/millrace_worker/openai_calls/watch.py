"""Tells when a module of the `openai` package has been imported. Costs a look into a dict per import, nothing else."""

import sys

_HOOKS = {
    "openai._base_client": ("transport", "patch"),
    "openai.api_requestor": ("transport_0", "patch"),
    "openai.resources.chat.completions": ("spans", "patch"),
    "openai.resources.chat.completions.completions": ("spans", "patch"),
    "openai.resources.completions": ("spans", "patch"),
    "openai.resources.embeddings": ("spans", "patch"),
}
mode = "report"


def install(chosen):
    """`chosen` is what becomes of calls: `report`, `record` or `replay`. Before any code of the flow is imported."""
    global mode
    mode = chosen or "report"
    sys.meta_path.insert(0, Finder)


class Finder:
    """Finds the watched modules as the other finders do, and patches them once they have run."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in _HOOKS:
            return None
        for finder in sys.meta_path:
            found = None if finder is cls else getattr(finder, "find_spec", _nothing)(name, path, target)
            if found is None:
                continue
            if found.loader is not None and hasattr(found.loader, "exec_module"):
                _follow(found, name)
            return found
        return None


def _nothing(_name, _path, _target):
    return None


def _follow(spec, name):
    run = spec.loader.exec_module

    def run_and_patch(module):
        run(module)
        from importlib import import_module

        place, function = _HOOKS[name]
        getattr(import_module("millrace_worker.openai_calls." + place), function)(module)

    spec.loader.exec_module = run_and_patch
