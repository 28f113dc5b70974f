"""What a script sees of the client: prints a JSON object, answer by label. The original ran it for answers.json."""

import json
import os
import sys

from promptflow._sdk._configuration import Configuration
from promptflow._sdk._constants import ListViewType
from promptflow._sdk.entities._chat_group._chat_group import ChatGroup
from promptflow._sdk.entities._chat_group._chat_role import ChatRole
from promptflow.batch import BatchEngine
from promptflow.client import PFClient, load_flow, load_run
from promptflow.entities import AzureOpenAIConnection, CustomConnection, OpenAIConnection, Run
from promptflow.executor import FlowExecutor

seen = {}


def see(label, call):
    """A plain answer as it is, another by its class, an exception by its classes."""
    try:
        value = call()
    except BaseException as error:
        seen[label] = ["!"] + [kind.__name__ for kind in type(error).__mro__][:-3]
        return None
    seen[label] = json.loads(json.dumps(value, default=lambda item: type(item).__name__))
    return value


def shout(text: str) -> str:
    return text + "!"


class Say:
    def __init__(self, word: str = "w"):
        self.word = word

    def __call__(self, text: str) -> str:
        return self.word + text

    def __aggregate__(self, line_results):
        return {"n": len(line_results)}


def text_of(path):
    with open(path) as file:
        return file.read()


def tree(folder):
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else None


def signatures(pf, entry):
    see("infer function", lambda: pf.flows.infer_signature(entry.hello))
    see("infer class", lambda: pf.flows.infer_signature(entry.Greeter))
    see("infer primitive", lambda: pf.flows.infer_signature(entry.hello, include_primitive_output=True))
    see("infer object", lambda: pf.flows.infer_signature(entry.Greeter()))
    see("infer text", lambda: pf.flows.infer_signature("entry:hello"))
    see("infer flow", lambda: pf.flows.infer_signature(load_flow("flow")))
    see("infer flex flow", lambda: pf.flows.infer_signature(load_flow("flex")))


def saving(pf, entry):
    def save(label, *args, **kwargs):
        path = "saved-" + label.replace(" ", "-")
        see("save " + label, lambda: pf.flows.save(*args, path=path, **kwargs))
        file = os.path.join(path, "flow.flex.yaml")
        if seen["save " + label] is None:
            seen["saved " + label] = [text_of(file).strip(), [name for name in tree(path) if name != "__pycache__"]]

    save("entry", "entry:hello", code="flex")
    save("class", entry.Greeter)
    save("object", entry.Greeter())
    save("class with code", entry.Greeter, code="flex")
    save("short sample", "entry:Greeter", code="flex", sample={"inputs": {"text": "q"}})
    save("sample", "entry:Greeter", code="flex", sample={"inputs": {"text": "q", "times": 3}, "init": {"word": "a"}})
    signature = {"inputs": {"text": {"type": "string"}, "times": {"type": "int", "default": 3}}}
    save("signature", "entry:Greeter", code="flex", signature=signature)
    save("other signature", "entry:Greeter", code="flex", signature={"inputs": {"nope": {"type": "string"}}})
    save("outputs of none", "entry:hello", code="flex", signature={"outputs": {"o": {"type": "string"}}})
    save("no code", "entry:hello", code="nothere")
    with open("req.txt", "w") as file:
        file.write("x\n")
    save("environment", "entry:hello", code="flex", python_requirements_txt="req.txt", image="img:1")
    see("save again", lambda: pf.flows.save("entry:hello", code="flex", path="saved-entry"))


def checking(pf):
    see("validate", lambda: [pf.flows.validate("flow").passed, pf.flows.validate("flow").error_messages])
    see("validate bad", lambda: [pf.flows.validate("badflow").passed, "nodes.0.source.path" in pf.flows.validate("badflow").error_messages])
    see("validate raises", lambda: pf.flows.validate("badflow", raise_error=True))
    see("validate nothing", lambda: pf.flows.validate("nothere"))
    see("tools", lambda: pf.tools.list(flow="flow")["code"])
    with open("tools_of_mine.py", "w") as file:
        file.write("from promptflow.core import tool\n@tool\ndef ok(x: str) -> str:\n    return x\n")
    see("validate tool", lambda: pf.tools.validate("tools_of_mine.py").passed)


def testing(pf):
    quiet = {"stream_log": False}
    see("test", lambda: pf.flows.test("flow", inputs={"a": "q"}, **quiet))
    seen["test files"] = tree("flow/.promptflow")
    see("test into a folder", lambda: pf.flows.test("flow", inputs={"a": "q"}, output_path="out", **quiet))
    seen["test files of the folder"] = tree("flow/out")
    see("test with details", lambda: pf.flows.test("flow", inputs={"a": "q"}, dump_test_result=True, **quiet))
    seen["test files with details"] = tree("flow/.promptflow")
    see("test node", lambda: pf.flows.test("flow", inputs={"a": "q"}, node="up", **quiet))
    see("test without", lambda: pf.flows.test("evalflow", inputs={"p": "x"}, **quiet))
    see("test class", lambda: pf.flows.test(Say, inputs={"text": "q"}, init={"word": "x"}, **quiet))
    see("test inputs", lambda: pf.test("flow", inputs="nothere.json"))
    see("test inputs of a kind", lambda: pf.test("flow", inputs="req.txt"))

    def failure():
        try:
            pf.flows.test("flow", inputs={"a": "bad"}, **quiet)
        except Exception as error:
            return str(error)

    see("test fails", failure)


def running(pf):
    def outputs(run):
        return text_of(run._output_path / "flow_outputs" / "output.jsonl").splitlines()

    run = see("run function", lambda: pf.run(flow=shout, data="texts.jsonl", name="r1"))
    see("run function outputs", lambda: outputs(run))
    run = see("run class", lambda: pf.run(flow=Say, data="texts.jsonl", name="r2", init={"word": "z"}))
    see("run class outputs", lambda: [outputs(run), pf.get_metrics(run), run.init])
    run = see("run object", lambda: pf.run(flow=Say("object "), data="texts.jsonl", name="r3"))
    see("run object outputs", lambda: [outputs(run), pf.get_metrics("r3")])
    mapping = {"a": "${data.a}"}
    run = see("run", lambda: pf.run(flow="flow", data="data.jsonl", name="r4", column_mapping=mapping, tags={"t": "u"}))
    see("run fields", lambda: [run.name, run.status, run.tags, run.type, run.column_mapping, run.connections, list(run._to_dict())])
    over = {"p": "${run.outputs.up}", "g": "${data.g}"}
    see("run over a run", lambda: pf.get_metrics(pf.run(flow="evalflow", data="data.jsonl", run=run, name="r5", column_mapping=over)))
    see("resume", lambda: pf.run(resume_from=run, name="r6", display_name="again").display_name)
    see("resume with data", lambda: pf.run(resume_from="r4", data="data.jsonl"))
    see("no flow", lambda: pf.run(data="good.jsonl"))
    see("no data", lambda: pf.run(flow="flow"))
    see("missing data", lambda: pf.run(flow="flow", data="nope.jsonl"))
    see("lambda", lambda: pf.run(flow=lambda text: text, data="texts.jsonl"))
    see("no code", lambda: pf.run(flow="entry:hello", code="nothere", data="texts.jsonl"))
    see("same name", lambda: pf.run(flow="flow", data="good.jsonl", name="r4"))


def runs(pf):
    see("details", lambda: list(pf.get_details("r4", max_results=2)["outputs.up"]))
    see("all details", lambda: list(pf.runs.get_details(pf.runs.get("r4"), all_results=True).columns))
    see("outputs", lambda: pf.runs._get_outputs("r4"))
    see("list", lambda: [len(pf.runs.list()), len(pf.runs.list(max_results=2)), len(pf.runs.list(max_results=0))])
    see("archive", lambda: pf.runs.archive("r4").name)
    see("list archived", lambda: [one.name for one in pf.runs.list(list_view_type=ListViewType.ARCHIVED_ONLY)])
    see("list all", lambda: len(pf.runs.list(list_view_type=ListViewType.ALL)))
    see("restore", lambda: pf.runs.restore("r4").name)
    see("update", lambda: [pf.runs.update("r4", display_name="d", tags={"k": "v"}).tags, pf.runs.get("r4").display_name])
    see("update unknown", lambda: pf.runs.update("r4", nope=1))
    for name in ("get", "archive", "restore", "delete", "get_metrics", "get_details", "stream"):
        see(name + " missing", lambda name=name: getattr(pf.runs, name)("nope"))
    see("delete", lambda: pf.runs.delete("r6"))
    see("no display name", lambda: Run(flow="flow", data="good.jsonl").display_name)
    see("not started", lambda: Run(flow="flow", data="good.jsonl").status)
    with open("run.yml", "w") as file:
        file.write("flow: flow\ndata: good.jsonl\nname: f\ncolumn_mapping: {a: '${data.a}'}\ntags: {t: u}\n")
    made = see("load_run", lambda: load_run("run.yml", params_override=[{"name": "g"}]))
    see("loaded run", lambda: [made.name, made.tags, made.column_mapping, made.status, pf.runs.create_or_update(made).status])
    see("load_run missing", lambda: load_run("nope.yml"))


def connections(pf):
    see("no connections", lambda: pf.connections.list())
    made = see("create connection", lambda: pf.connections.create_or_update(OpenAIConnection(name="oai", api_key="sk-1234567890", organization="org")))
    see("connection fields", lambda: [made.type, made.module, dict(made.configs), dict(made.secrets)])
    pf.connections.create_or_update(AzureOpenAIConnection(name="aoai", api_key="key-123456", api_base="https://x"))
    pf.connections.create_or_update(CustomConnection(name="own", secrets={"k": "secretvalue"}, configs={"c": "1"}))
    see("connections", lambda: [[type(one).__name__, one.name, dict(one.secrets)] for one in pf.connections.list()])
    see("one connection", lambda: len(pf.connections.list(max_results=1)))
    see("get connection", lambda: [pf.connections.get("oai").api_key, pf.connections.get("own").k])
    see("get no connection", lambda: pf.connections.get("nope"))
    see("get no connection quietly", lambda: pf.connections.get("nope", raise_error=False))

    def changed():
        known = pf.connections.list(max_results=1)[0]
        known.organization = "other"
        return [pf.connections.create_or_update(known).organization, pf.connections.get("oai").api_key]

    see("change connection", changed)
    see("delete connection", lambda: pf.connections.delete("aoai"))
    see("delete connection again", lambda: pf.connections.delete("aoai"))
    see("connection without name", lambda: pf.connections.create_or_update(OpenAIConnection(api_key="x")))
    see("connection without secret", lambda: pf.connections.create_or_update(OpenAIConnection(name="ph", api_key="<user-input>")))
    see("provider", lambda: PFClient(connection_provider="local")._ensure_connection_provider())
    see("other provider", lambda: PFClient(connection_provider="nope").connections.list())
    see("output path", lambda: os.path.relpath(str(PFClient(config={"run.output_path": os.path.join(os.getcwd(), "runs")}).run(flow="flex", data="texts.jsonl", name="rp")._output_path)))


def settings():
    known = Configuration.get_instance()
    see("same configuration", lambda: Configuration.get_instance() is known)
    see("set", lambda: [known.set_config("a.b", "v"), known.get_config("a.b"), known.get_config("a"), known.get_config("nope")])
    see("set number", lambda: [known.set_config("n", 5), known.get_config("n")])
    see("set output path", lambda: known.set_config("run.output_path", "${flow_directory}"))
    see("set destination", lambda: known.set_config("trace.destination", "nope"))
    see("override", lambda: Configuration(overrides={"x.y": "z"}).get_config("x.y"))


def chatting():
    history = "${parent.conversation_history}"

    def roles():
        return [ChatRole(flow="chat", role=role, inputs={"n": n, "conversation_history": history}) for n, role in enumerate(("anna", "ben"))]

    def talk(**kwargs):
        group = ChatGroup(roles=roles(), **kwargs)
        group.invoke()
        return group.conversation_history

    see("role", lambda: [str(roles()[0].inputs), str(roles()[0].outputs), roles()[0].role])
    see("talk", lambda: talk(max_turns=3))
    see("talk on", lambda: talk(max_turns=7))
    see("invoke role", lambda: roles()[0].invoke(conversation_history=[1], n=9))
    see("invoke role with arguments", lambda: roles()[0].invoke([]))
    see("invoke role without", lambda: roles()[0].invoke())
    see("no roles", lambda: ChatGroup(roles=[]))
    see("same roles", lambda: ChatGroup(roles=[roles()[0], roles()[0]]))
    see("turns of text", lambda: ChatGroup(roles=roles(), max_turns="x"))
    see("other entry", lambda: ChatGroup(roles=[roles()[0]], entry_role=roles()[1]))
    see("role of nothing", lambda: ChatRole(flow="nothere", role="x"))


def executing():
    made = FlowExecutor.create("flow.dag.yaml", {}, os.path.abspath("flow"))
    see("execute", lambda: made.exec({"a": "z"}))
    line = see("execute line", lambda: made.exec_line({"a": "q"}, index=3, run_id="rid"))
    see("line", lambda: [line.output, line.run_info.status.value, line.run_info.index, line.run_info.run_id, list(line.node_run_infos)])
    see("execute badly", lambda: made.exec_line({"a": "bad"}))
    quiet = FlowExecutor.create("flow.dag.yaml", {}, os.path.abspath("flow"), raise_ex=False)
    see("execute badly without raising", lambda: [quiet.exec_line({"a": "bad"}).run_info.status.value, quiet.exec_line({"a": "bad"}).run_info.error["message"]])
    see("aggregates", lambda: [made.has_aggregation_node, list(made.aggregation_nodes)])
    see("execute node", lambda: FlowExecutor.load_and_exec_node("flow.dag.yaml", "up", flow_inputs={"a": "k"}, working_dir=os.path.abspath("flow")).output)
    os.makedirs("batch")
    batch = BatchEngine("flow.dag.yaml", os.path.abspath("flow"), connections={})
    done = see("batch", lambda: batch.run({"data": os.path.abspath("data.jsonl")}, {"a": "${data.a}"}, os.path.abspath("batch")))
    see("batch counts", lambda: [done.status.value, done.total_lines, done.completed_lines, done.failed_lines, done.metrics])
    see("batch outputs", lambda: text_of("batch/output.jsonl"))


if __name__ == "__main__":
    sys.path.insert(0, os.path.abspath("flex"))
    import entry

    client = PFClient()
    part = {"flows": [0, 1, 2, 3], "runs": [4, 5], "rest": [6, 7, 8, 9]}[sys.argv[1]]
    parts = [
        lambda: signatures(client, entry),
        lambda: saving(client, entry),
        lambda: checking(client),
        lambda: testing(client),
        lambda: running(client),
        lambda: runs(client),
        lambda: connections(client),
        settings,
        chatting,
        executing,
    ]
    for number in part:
        parts[number]()
    with open("seen.json", "w") as file:
        json.dump(seen, file, indent=1)
