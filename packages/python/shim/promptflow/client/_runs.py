"""`PFClient().runs`, and how a run is created (surface.md 2.1)."""

from promptflow.client._callables import flow_of
from promptflow.client._details import table
from promptflow.client._operations import Operations, name_of, path_of
from promptflow.entities._run import Run

SUMMARY = """======= Run Summary =======

Run name: "%s"
Run status: "%s"
Start time: "%s"
Duration: "%s"
Output path: "%s"
"""

FIELDS = (
    "name display_name description tags properties column_mapping variant connections environment_variables init"
).split()


def ended(answer):
    run = Run._from_answer(answer["run"])
    if answer.get("log") is not None:
        print(answer["log"], end="")
        _summary(run)
    return run


def _summary(run):
    start = run._created_on
    end = run._end_time or start
    print(SUMMARY % (run.name, run.status, start, end - start, run._output_path))


class RunOperations(Operations):
    """Runs of the store that the client's engine has."""

    def _run(self, operation, **arguments):
        return Run._from_answer(self._ask(operation, **arguments))

    def list(self, max_results=50, *, list_view_type="ActiveOnly"):
        view = str(getattr(list_view_type, "value", list_view_type))
        return [Run._from_answer(one) for one in self._ask("runs.list", max_results=max_results, list_view_type=view)]

    def get(self, name):
        return self._run("runs.get", name=name_of(name))

    _get = get

    def create_or_update(self, run, **kwargs):
        fields = {name: getattr(run, name, None) for name in ("flow", "data", "run", *FIELDS)}
        fields["properties"] = None  # the engine writes them anew
        if run._resume_from is not None:
            fields = {name: fields[name] for name in ("name", "display_name", "tags")}
            fields["resume_from"] = run._resume_from
        if run.source is not None:
            return self._create_run_from_source(run.source, name=run.name if run._is_named else None)
        return self.create(**{**fields, **kwargs})

    def create(self, flow=None, stream=False, code=None, **fields):
        """Creates a run and waits for its end. ValueError, FileNotFoundError for arguments that cannot be."""
        run, data = fields.pop("run", None), fields.pop("data", None)
        resumed = fields.pop("resume_from", None)
        answer = self._ask(
            "run",
            flow=None if flow is None else flow_of(flow, code),
            data=path_of(data),
            run=None if run is None else name_of(run),
            resume_from=None if resumed is None else name_of(resumed),
            stream=bool(stream),
            **{name: fields[name] for name in FIELDS if fields.get(name)},
        )
        return ended(answer)

    def stream(self, name, raise_on_error=True):
        run = ended(self._ask("runs.stream", name=name_of(name)))
        if raise_on_error and run.status in ("Failed", "Canceled"):
            from promptflow._sdk._errors import InvalidRunStatusError

            message = (getattr(run, "error", None) or {}).get("message") or "Run %s is %s." % (run.name, run.status)
            raise InvalidRunStatusError(message)
        return run

    def archive(self, name):
        return self._run("runs.archive", name=name_of(name))

    def restore(self, name):
        return self._run("runs.restore", name=name_of(name))

    def update(self, name, display_name=None, description=None, tags=None, **kwargs):
        if kwargs:
            raise TypeError("update() got an unexpected keyword argument %r" % next(iter(kwargs)))
        given = {"display_name": display_name, "description": description, "tags": tags}
        return self._run("runs.update", name=name_of(name), **given)

    def delete(self, name):
        self._ask("runs.delete", name=name_of(name))

    def get_details(self, name, max_results=100, all_results=False):
        answer = self._ask("runs.details", name=name_of(name), max_results=None if all_results else max_results)
        return table(answer["columns"], answer["rows"])

    def get_metrics(self, name):
        return self._ask("runs.metrics", name=name_of(name))

    def visualize(self, runs, html_path=None):
        many = runs if isinstance(runs, (list, tuple)) else [runs]
        path = self._ask("runs.visualize", runs=[name_of(run) for run in many], html_path=path_of(html_path))
        if html_path is None:
            print("The HTML file is generated at %r." % path)

    def _create_run_from_source(self, source, **kwargs):
        return self._run("runs.create_from_source", source=path_of(source), **kwargs)

    def _create_by_resume_from(self, resume_from, **kwargs):
        return self.create(resume_from=resume_from, **kwargs)

    def _get_inputs(self, run):
        """Columns as lists; every line has a place."""
        answer = self._ask("runs.details", name=name_of(run))
        names = {at: name[len("inputs.") :] for at, name in enumerate(answer["columns"]) if name.startswith("inputs.")}
        return {name: [row[at] for row in answer["rows"]] for at, name in names.items()}

    def _get_outputs(self, run):
        """Columns as lists, of the lines that are done."""
        import json

        columns = {}
        with open(self._get_outputs_path(run), encoding="utf-8") as file:
            for line in file:
                for name, value in json.loads(line).items():
                    columns.setdefault(name, []).append(value)
        columns.pop("line_number", None)
        return columns

    def _get_outputs_path(self, run):
        return self.get(run)._output_path / "flow_outputs" / "output.jsonl"

    def _get_data_path(self, run):
        from pathlib import Path

        return Path(self.get(run).data)
