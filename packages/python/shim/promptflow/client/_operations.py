"""The groups of operations of the client (surface.md 2.1). The engine does the work."""

import os

from promptflow import _engine
from promptflow.client._details import table
from promptflow.core._flow import plain
from promptflow.entities import Run

SUMMARY = """======= Run Summary =======

Run name: "%s"
Run status: "%s"
Start time: "%s"
Duration: "%s"
Output path: "%s"

"""


def ask(operation, **arguments):
    given = {key: plain(value) for key, value in arguments.items() if value is not None}
    return _engine.ask("client", {"operation": operation, "arguments": given})


def name_of(run):
    return run.name if isinstance(run, Run) else str(run)


def path_of(value):
    """A path as the engine finds it, wherever the script has gone; what names no file stays as it is."""
    if value is None:
        return None
    text = os.fspath(getattr(value, "path", value))
    return os.path.abspath(text) if os.path.exists(text) else text


def flow_of(flow):
    """A path, a loaded flow, or a function or class by its module: `script:function`."""
    if not callable(flow) or hasattr(flow, "path"):
        return path_of(flow)
    target = flow if hasattr(flow, "__qualname__") else type(flow)
    module = target.__module__
    if module == "__main__":
        import __main__

        module = os.path.splitext(os.path.basename(__main__.__file__))[0]
    return "%s:%s" % (module, target.__qualname__)


def ended(answer):
    if answer.get("log") is not None:
        print_log(answer)
    return Run._from_answer(answer["run"])


def print_log(answer):
    from datetime import datetime

    run = answer["run"]
    start = datetime.fromisoformat(run["created_on"])
    end = datetime.fromisoformat(run["_ended_on"]) if run.get("_ended_on") else start
    print(answer["log"], end="")
    output = (run.get("properties") or {}).get("output_path")
    print(SUMMARY % (run["name"], run["status"], start, end - start, output))


class RunOperations:
    def list(self, max_results=50, *, list_view_type="ActiveOnly"):
        view = getattr(list_view_type, "value", list_view_type)
        return [Run._from_answer(one) for one in ask("runs.list", max_results=max_results, list_view_type=str(view))]

    def get(self, name):
        return Run._from_answer(ask("runs.get", name=name_of(name)))

    def create_or_update(self, run, **kwargs):
        fields = {key: value for key, value in vars(run).items() if value is not None and not key.startswith("_")}
        fields.pop("status", None)
        return create(**{**fields, **kwargs})

    def stream(self, name, raise_on_error=True):
        answer = ask("runs.stream", name=name_of(name))
        run = ended(answer)
        if raise_on_error and run.status in ("Failed", "Canceled"):
            from promptflow._sdk._errors import InvalidRunStatusError

            message = (getattr(run, "error", None) or {}).get("message") or "Run %s is %s." % (run.name, run.status)
            raise InvalidRunStatusError(message)
        return run

    def archive(self, name):
        return Run._from_answer(ask("runs.archive", name=name_of(name)))

    def restore(self, name):
        return Run._from_answer(ask("runs.restore", name=name_of(name)))

    def update(self, name, display_name=None, description=None, tags=None, **kwargs):
        answer = ask("runs.update", name=name_of(name), display_name=display_name, description=description, tags=tags)
        return Run._from_answer(answer)

    def delete(self, name):
        ask("runs.delete", name=name_of(name))

    def get_details(self, name, max_results=100, all_results=False):
        answer = ask("runs.details", name=name_of(name), max_results=None if all_results else max_results)
        return table(answer["columns"], answer["rows"])

    def get_metrics(self, name):
        return ask("runs.metrics", name=name_of(name))

    def visualize(self, runs, html_path=None):
        many = runs if isinstance(runs, (list, tuple)) else [runs]
        path = ask("runs.visualize", runs=[name_of(run) for run in many], html_path=path_of(html_path))
        if html_path is None:
            print("The HTML file is generated at %r." % path)

    def _create_run_from_source(self, source, **kwargs):
        return Run._from_answer(ask("runs.create_from_source", source=path_of(source), **kwargs))


def create(flow=None, stream=False, **fields):
    if not any(fields.get(key) is not None for key in ("data", "run", "resume_from")):
        raise ValueError("at least one of data or run must be provided")
    run = fields.pop("run", None)
    resumed = fields.pop("resume_from", None)
    data = fields.pop("data", None)
    known = (
        "name display_name description tags properties column_mapping variant connections environment_variables init"
    ).split()
    fields = {key: fields[key] for key in known if fields.get(key)}
    answer = ask(
        "run",
        flow=None if flow is None else flow_of(flow),
        data=path_of(data),
        run=None if run is None else name_of(run),
        resume_from=None if resumed is None else name_of(resumed),
        stream=bool(stream),
        **fields,
    )
    return ended(answer)


def inputs_of(inputs):
    if inputs is None or isinstance(inputs, dict):
        return inputs
    import json

    with open(inputs, encoding="utf-8") as file:
        text = file.read()
    return json.loads(next(line for line in text.splitlines() if line.strip()) if str(inputs).endswith(".jsonl") else text)


class FlowOperations:
    def test(self, flow, *, inputs=None, variant=None, node=None, environment_variables=None, init=None, **kwargs):
        return ask(
            "flows.test",
            flow=flow_of(flow),
            inputs=inputs_of(inputs),
            variant=variant,
            node=node,
            environment_variables=environment_variables,
            init=init,
            connections=kwargs.get("connections"),
        )

    def validate(self, flow, **kwargs):
        return ask("flows.validate", flow=path_of(flow))


class ConnectionOperations:
    def get(self, name, *, with_secrets=False, raise_error=True, **kwargs):
        from promptflow._sdk._errors import ConnectionNotFoundError
        from promptflow.connections._build import build

        try:
            return build(_engine.ask("connection", {"name": name}), None, None)
        except ConnectionNotFoundError:
            if raise_error:
                raise
            return None

    def list(self, max_results=50, all_results=False):
        found = ask("connections.list")
        return found if all_results else found[:max_results]

    def delete(self, name):
        ask("connections.delete", name=name)

    def create_or_update(self, connection, **kwargs):
        fields = {"name": connection.name, **_fields_of(connection)}
        return connection if ask("connections.create_or_update", fields=fields) else None


def _fields_of(connection):
    """A connection as the YAML file of one has it."""
    kinds = {
        "AzureOpenAIConnection": "azure_open_ai",
        "OpenAIConnection": "open_ai",
        "ServerlessConnection": "serverless",
        "CognitiveSearchConnection": "cognitive_search",
        "AzureAIServicesConnection": "azure_ai_services",
        "AzureContentSafetyConnection": "azure_content_safety",
        "FormRecognizerConnection": "form_recognizer",
        "SerpConnection": "serp",
        "QdrantConnection": "qdrant",
        "WeaviateConnection": "weaviate",
    }
    given = plain(connection)
    configs, secrets = given["configs"], given["secrets"]
    if given["type"] in kinds:
        return {"type": kinds[given["type"]], **configs, **secrets}
    return {"type": "custom", "configs": configs, "secrets": secrets}
