"""More of what a script sees of the client, as in client.py: streams, details, files, models, objects of flows."""

import contextlib
import io
import json
import os

from client import Say, see, seen, shout, text_of
from promptflow._sdk._configuration import Configuration
from promptflow._sdk._load_functions import load_connection
from promptflow.client import PFClient, load_flow
from promptflow.core import AzureOpenAIModelConfiguration, OpenAIModelConfiguration, log_metric
from promptflow.entities import CustomConnection, Run
from promptflow.tracing import start_trace, trace

MAPPED = {"a": "${data.a}"}


def letters(text: str):
    for letter in text:
        yield letter


@trace
def twice(x):
    return x * 2


def summary(call):
    """The lines of a run's summary, without what differs from run to run."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        call()
    lines = out.getvalue().splitlines()
    return [line.split(":")[0] for line in lines[lines.index("======= Run Summary =======") :]]


def outputs(run):
    return text_of(run._output_path / "flow_outputs" / "output.jsonl")


def running(pf):
    run = see("run", lambda: pf.run(flow="flow", data="data.jsonl", column_mapping=MAPPED, name="m1", display_name="D ${run}", environment_variables={"E": "1"}, tags={"k": "v"}))
    see("fields", lambda: [run.display_name, run.tags, sorted(run.properties), os.path.basename(run.properties["flow_path"])])
    see("details", lambda: [list(pf.get_details(run).index), pf.get_details("m1", 1).shape, pf.get_details("m1", max_results=1, all_results=True).shape])
    see("stream", lambda: [pf.stream("m1").name, summary(lambda: pf.stream(run))])
    failed = see("run without mapping", lambda: pf.run(flow="flow", data="data.jsonl", column_mapping={"a": "${data.zz}"}, name="m2"))
    see("stream of a failed run", lambda: pf.stream(failed))
    see("stream of a failed run quietly", lambda: pf.stream("m2", raise_on_error=False).status)
    see("metrics of a failed run", lambda: pf.get_metrics("m2"))
    see("details of a failed run", lambda: pf.get_details("m2").shape)
    see("run and stream", lambda: summary(lambda: pf.run(flow="flow", data="good.jsonl", column_mapping=MAPPED, name="m3", stream=True)))
    see("create", lambda: pf.runs.create_or_update(Run(flow="flow", data="good.jsonl", column_mapping=MAPPED, name="m4"), stream=False).status)
    see("resume with a mapping", lambda: pf.run(resume_from="m1", name="m5", column_mapping=MAPPED))
    see("resume with tags", lambda: pf.run(resume_from="m1", name="m6", tags={"z": "1"}, display_name="dd").tags)
    see("resume by the operation", lambda: pf.runs._create_by_resume_from(resume_from="m1", name="m7").status)
    see("generator", lambda: outputs(pf.run(flow=letters, data="texts.jsonl", name="m8")))
    see("rows", lambda: outputs(pf.run(flow=shout, data=[{"text": "a"}], name="m9")))
    see("bound method", lambda: pf.run(flow=Say("b").__call__, data="texts.jsonl", name="m10"))
    see("variant", lambda: pf.run(flow="flow", data="data.jsonl", variant="${up.zz}", name="m11"))
    see("visualize", lambda: [pf.runs.visualize([pf.runs.get("m1"), pf.runs.get("m3")], html_path="v.html"), os.path.exists("v.html")])
    see("visualize missing", lambda: pf.visualize("nope"))


def testing(pf):
    for name, text in {"in.json": '{"a": "file"}', "in.jsonl": '{"a": "l1"}\n{"a": "l2"}\n', "c.env": "K=secret\n"}.items():
        with open(name, "w") as file:
            file.write(text)
    see("test json", lambda: pf.test("flow", inputs="in.json"))
    see("test jsonl", lambda: pf.test("flow", inputs="in.jsonl"))
    see("test with defaults", lambda: pf.test("flow"))
    see("test generator", lambda: [pf.test(letters, inputs={"text": "ab"}), list(pf.flows.test(letters, inputs={"text": "ab"}, allow_generator_output=True))])
    see("test with names", lambda: pf.flows.test("flow", inputs={"a": "x"}, run_id="rid", session="s", collection="c"))
    see("test with a variable", lambda: pf.flows.test("flow", inputs={"a": "x"}, environment_variables={"A": "b"}))
    see("test node of outputs", lambda: pf.flows.test("flow", node="n", inputs={"up.output": ["a"]}))
    see("test with an unknown input", lambda: pf.flows.test("flow", inputs={"zz": 1}))
    see("traced", lambda: twice(2))
    see("start_trace", start_trace)
    see("metric outside", lambda: log_metric("a", 1, variant_id="v"))
    flow = load_flow("flow")
    see("flow object", lambda: [flow.path.name, flow.code.name, flow.name, flow.invoke({"a": "x"}).output])
    see("no connection file", lambda: load_connection("zz.yaml"))


def models(pf):
    pf.connections.create_or_update(load_connection("connection.yaml"))
    pf.connections.create_or_update(CustomConnection(name="own", secrets={"k": "secretvalue"}, configs={"a": "b"}))
    see("secrets", lambda: [pf.connections.get("mine", **given).api_key for given in ({}, {"with_secrets": False}, {"with_secrets": True})])
    see("custom secrets", lambda: [dict(pf.connections.get("own", with_secrets=False).secrets), dict(pf.connections.get("own").secrets)])
    see("all connections", lambda: len(pf.connections.list(max_results=1, all_results=True)))
    see("model of a connection", lambda: vars(OpenAIModelConfiguration.from_connection("mine", model="m")))
    see("model of an object", lambda: OpenAIModelConfiguration.from_connection(pf.connections.get("mine"), model="m").api_key)
    see("model of another connection", lambda: AzureOpenAIModelConfiguration.from_connection("mine", azure_deployment="m"))
    see("connection and fields", lambda: OpenAIModelConfiguration(model="m", base_url="b", connection="mine"))
    see("connection and azure fields", lambda: AzureOpenAIModelConfiguration(azure_deployment="d", api_key="b", connection="mine"))
    known = Configuration.get_instance()
    see("provider", lambda: [known.get_connection_provider(), known.get_connection_provider(path=".")])
    see("internal features", lambda: known.is_internal_features_enabled())
    see("all settings", lambda: [known.set_config("a.b", "c"), "a" in known.get_all()])
    see("destination", lambda: [known.set_config("trace.destination", "none"), known.get_trace_destination()])


if __name__ == "__main__":
    client = PFClient(connection_provider="local", config={}, user_agent_override="x/1")
    for part in (running, testing, models):
        part(client)
    with open("seen.json", "w") as file:
        json.dump(seen, file, indent=1)
