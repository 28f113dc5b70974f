import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterEach, beforeEach, expect, test } from "vitest"
import { loopback } from "../../../../tests/support/loopback.ts"
import { runCommand } from "../testing/run-command.ts"
import { voice } from "./voice.ts"

let home = ""
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "millrace-pf-config-"))
  mkdirSync(join(home, "project/sub"), { recursive: true })
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const pf = (words: string[], cwd = home) => runCommand(voice, words, { cwd, env: { HOME: home } })
const AZURE =
  "azureml://subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w"

/** What the original answered (spec 8.4): exit code, and its class or the start of its line. */
test.for<[string[], number, string]>([
  [["connection.provider=local"], 0, "Set config [{'connection.provider': 'local'}] successfully."],
  [["connection.provider=foo"], 0, "Set config [{'connection.provider': 'foo'}] successfully."],
  [[`connection.provider=${AZURE}`], 0, "Set config"],
  [["connection.provider="], 0, "Set config [{'connection.provider': ''}] successfully."],
  [["trace.destination=none"], 0, "Set config"],
  [["trace.destination=azureml"], 0, "Set config"],
  [["trace.destination=foo"], 1, "pf.config.set failed with MissingAzurePackage: "],
  [[`trace.destination=${AZURE}`], 1, "pf.config.set failed with MissingAzurePackage: "],
  [["run.output_path=./runs"], 0, "Set config"],
  [
    ["run.output_path=${flow_directory}"],
    0,
    "Invalid config value '${flow_directory}' for 'run.output_path': ",
  ],
  [
    ["run.output_path=${flow_directory}/"],
    0,
    "Invalid config value '${flow_directory}/' for 'run.output_path': ",
  ],
  [["run.output_path=${flow_directory}/x"], 0, "Set config"],
  [["telemetry.enabled=maybe"], 0, "Set config [{'telemetry.enabled': 'maybe'}] successfully."],
  [["unknown.key=v"], 0, "Set config [{'unknown.key': 'v'}] successfully."],
  [["a.b.c=1"], 0, "Set config [{'a.b.c': '1'}] successfully."],
  [["k='q v'"], 0, "Set config [{'k': 'q v'}] successfully."],
  [["url=a=b"], 0, "Set config [{'url': 'a=b'}] successfully."],
  [
    ["x=1", "y=2"],
    0,
    "Set config [{'x': '1', 'y': '2'}] successfully.\nSet config [{'x': '1', 'y': '2'}] successfully.\n",
  ],
  [["a=1", "--path", "folder/not/there"], 0, "Set config [{'a': '1'}] successfully."],
  [["a=1", "--path", "a-file"], 1, "pf.config.set failed with InvalidConfigFile: "],
])("config set %j", async ([words, code, text]) => {
  writeFileSync(join(home, "a-file"), "")
  const answer = await pf(["config", "set", ...words])
  expect(answer.out.slice(0, text.length)).toBe(text)
  expect(answer.code).toBe(code)
})

test("values are kept as text, and a section of the home's file replaces the project's (Appendix B, 18)", async () => {
  const project = join(home, "project")
  await pf(["config", "set", "connection.provider=azureml", "--path", project])
  await pf(["config", "set", "run.output_path=./x", "run.other=1", "--path", project])
  await pf(["config", "set", "run.glob=1", "enable_internal_features=true"])
  expect(readFileSync(join(home, ".promptflow/pf.yaml"), "utf8")).toContain(
    'enable_internal_features: "true"',
  )
  const { out } = await pf(["config", "show"], join(project, "sub"))
  expect(JSON.parse(out)).toEqual({
    connection: { provider: "azureml" },
    run: { glob: "1" },
    enable_internal_features: "true",
  })
})

/** What the original answered to any command that needs a connection (spec 7.5). */
test.for([
  ["local", undefined],
  ["", undefined],
  ["foo", "UserErrorException"],
  [AZURE, "MissingAzurePackage"],
  ["azureml:/bad", "MalformedConnectionProviderConfig"],
])("connections of the provider %s", async ([provider, failure]) => {
  await pf(["config", "set", `connection.provider=${provider}`])
  writeFileSync(join(home, "c.yaml"), "name: c\ntype: serp\napi_key: abcdefgh\n")
  for (const words of [["list"], ["create", "-f", "c.yaml"]]) {
    const { code, out } = await pf(["connection", ...words])
    expect(/failed with (\w+)/.exec(out)?.[1]).toBe(failure)
    expect(code).toBe(failure ? 1 : 0)
  }
})

test("connections can come from a service (spec 7.5)", async () => {
  const asked: (string | undefined)[] = []
  await using server = await loopback((request, response) => {
    asked.push(request.url)
    const value = { b: "from http", k: "secret-value" }
    const dict = { name: "cus", type: "CustomConnection", value, secret_keys: ["k"] }
    response.statusCode = request.url?.endsWith("/cus") ? 200 : 404
    response.end(JSON.stringify(dict))
  })
  const flow = join(home, "flow")
  mkdirSync(flow)
  writeFileSync(
    join(flow, "flow.dag.yaml"),
    `environment_variables: {FROM: "\${cus.b}"}
outputs: {out: {type: string, reference: "\${f.output}"}}
nodes:
- {name: f, type: typescript, source: {type: code, path: f.ts}}
`,
  )
  writeFileSync(join(flow, "f.ts"), "export default function f() { return process.env.FROM }\n")
  const env = { HOME: home, PF_HTTP_CONNECTION_PROVIDER_ENDPOINT: server.url }
  await using millrace = await Millrace.open({ env, cwd: home })
  const { output, error } = await millrace.flows.test({ flow, output: false }).result
  expect(error).toBeUndefined()
  expect(output).toEqual(new Map([["out", "from http"]]))
  expect(asked).toEqual(["/connections/cus"])
})
