import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, it } from "vitest"
import { Millrace } from "../millrace.ts"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-script-")))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

mkdirSync(join(folder, "flow"))
writeFileSync(
  join(folder, "flow", "flow.dag.yaml"),
  `inputs: {a: {type: string, default: hi}}
outputs: {up: {type: string, reference: "\${up.output}"}}
nodes:
- {name: up, type: python, source: {type: code, path: up.py}, inputs: {a: "\${inputs.a}"}}
- {name: n, type: python, source: {type: code, path: n.py}, inputs: {ups: "\${up.output}"}, aggregation: true}
`,
)
writeFileSync(
  join(folder, "flow", "up.py"),
  `from promptflow.core import tool
@tool
def up(a: str):
    if a == "bad": raise ValueError("bad a")
    return a.upper()
`,
)
writeFileSync(
  join(folder, "flow", "n.py"),
  `from promptflow.core import tool, log_metric
@tool
def n(ups: list): log_metric("n", len(ups))
`,
)
writeFileSync(join(folder, "connection.yaml"), "name: mine\ntype: open_ai\napi_key: sk-secret-1\n")
writeFileSync(join(folder, "data.jsonl"), '{"a":"x"}\n{"a":"bad"}\n')

const SCRIPT = `import json, sys
from promptflow.client import PFClient, load_connection, load_flow
from promptflow.entities import Run

def shout(text: str) -> str:
    return text + "!"

def failure(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__

if __name__ == "__main__":
    pf = PFClient()
    run = pf.run(flow="flow", data="data.jsonl", column_mapping={"a": "\${data.a}"}, name="one", tags={"x": "y"})
    details = pf.get_details(run)
    connection = load_connection("connection.yaml")
    pf.connections.create_or_update(connection)
    seen = {
        "connection": [type(connection).__name__, connection.api_key, pf.connections.get("mine").api_key],
        "run": [type(run).__name__, run.name, run.status, run.tags, run.properties["column_mapping"]],
        "columns": list(details.columns),
        "outputs": list(details["outputs.up"]),
        "metrics": pf.get_metrics("one"),
        "test": pf.test("flow", inputs={"a": "q"}),
        "node": pf.flows.test("flow", node="up", inputs={"a": "q"}),
        "called": load_flow("flow")(a="abc"),
        "function": pf.test(shout, inputs={"text": "hey"}),
        "listed": [one.name for one in pf.runs.list()],
        "updated": pf.runs.update("one", display_name="new").display_name,
        "made": pf.runs.create_or_update(Run(flow="flow", data="data.jsonl", column_mapping={"a": "\${data.a}"}, name="two")).status,
        "resumed": pf.run(resume_from="one", name="three").properties["resume_from"],
        "errors": [
            failure(lambda: pf.runs.get("nope")),
            failure(lambda: pf.run(flow="flow", data="data.jsonl", name="one")),
            failure(lambda: pf.run(flow="nope", data="data.jsonl")),
            failure(lambda: pf.run(flow="flow")),
            failure(lambda: pf.test("flow", inputs={"a": "bad"})),
            failure(lambda: pf.connections.get("nope")),
        ],
    }
    pf.runs.delete("two")
    seen["left"] = [one.name for one in pf.runs.list()]
    json.dump(seen, open("seen.json", "w"))
    sys.exit(int(sys.argv[1]))
`

/** Each answer is the original's for the same script. */
it("a Python script drives runs and tests through PFClient (surface 2.1)", async () => {
  writeFileSync(join(folder, "script.py"), SCRIPT)
  await using api = await Millrace.open({
    profile: "pf",
    cwd: folder,
    env: { ...process.env, HOME: folder, MILLRACE_HOME: join(folder, "home") },
  })
  expect(await api.runScript({ script: "script.py", args: ["3"] })).toBe(3)
  expect(JSON.parse(readFileSync(join(folder, "seen.json"), "utf8"))).toEqual({
    connection: ["OpenAIConnection", "sk-secret-1", "sk-secret-1"],
    run: ["Run", "one", "Completed", { x: "y" }, { a: "${data.a}" }],
    columns: ["inputs.a", "inputs.line_number", "outputs.up"],
    outputs: ["X", "(Failed)"],
    metrics: { n: 1 },
    test: { up: "Q" },
    node: "Q",
    called: { up: "ABC" },
    function: "hey!",
    listed: ["one"],
    updated: "new",
    made: "Completed",
    resumed: "one",
    errors: [
      "RunNotFoundError",
      "RunExistsError",
      "UserErrorException",
      "ValueError",
      "UserErrorException",
      "ConnectionNotFoundError",
    ],
    left: ["three", "one"],
  })
}, 60_000)

it("a script that is not there", async () => {
  await using api = await Millrace.open({ cwd: folder, home: join(folder, "home") })
  await expect(api.runScript({ script: "nothing.py" })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
})
