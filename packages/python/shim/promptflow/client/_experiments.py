"""`PFClient()._experiments`, which the original keeps to itself (spec 8.5)."""

from promptflow.client._operations import Operations, path_of
from promptflow.entities._experiment import Experiment


class ExperimentOperations(Operations):
    """Experiments of the store that the client's engine has."""

    def list(self, max_results=50, *, list_view_type="ActiveOnly"):
        view = str(getattr(list_view_type, "value", list_view_type))
        answers = self._ask("experiments.list", max_results=max_results, list_view_type=view)
        return [Experiment(answer) for answer in answers]

    def get(self, name):
        return Experiment(self._ask("experiments.get", name=name))

    def create_or_update(self, experiment, **kwargs):
        """Keeps an experiment that was made of a template."""
        name, template = experiment.name, path_of(experiment._source_path)
        return Experiment(self._ask("experiments.create", name=name, template=template))

    def start(self, experiment, stream=False, inputs=None, **kwargs):
        """Runs it and waits for its end; made first where it is not kept yet."""
        answer = self._ask("experiments.start", inputs=inputs, **_which(experiment))
        return Experiment(answer)

    def stop(self, experiment, **kwargs):
        return Experiment(self._ask("experiments.stop", **_which(experiment)))

    def test(self, experiment, inputs=None, **kwargs):
        """Outputs by node, of one row."""
        return self._ask("experiments.test", template=path_of(experiment), inputs=inputs)

    def _test_flow(self, experiment, flow=None, inputs=None, environment_variables=None, **kwargs):
        return self._ask("experiments.test", template=path_of(experiment), flow=path_of(flow), inputs=inputs)


def _which(experiment):
    if experiment._is_kept:
        return {"name": experiment.name}
    return {"template": path_of(experiment._source_path)}
