import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { writeFiles } from "../../../../tests/support/write-files.ts"
import { runCommand } from "../testing/run-command.ts"
import { voice } from "./voice.ts"

/** What the original answers to mistakes (spec 11): its line, and the JSON that it writes on request. */

const home = mkdtempSync(join(tmpdir(), "millrace-pf-errors-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const HEAD = `inputs: {x: {type: int, default: 1}}
outputs: {out: {type: string, reference: "\${f.output}"}}
nodes:
`
const node = (name: string, inputs = 'x: "${inputs.x}"') =>
  `- {name: ${name}, type: python, source: {type: code, path: ${name}.py}, inputs: {${inputs}}}\n`
const tool = (...body: string[]) =>
  `from promptflow.core import tool\n@tool\ndef f(x):\n${body.map((line) => `    ${line}\n`).join("")}`
const BASE = "from promptflow.exceptions import UserErrorException, ValidationException, ErrorTarget\n"

const FLOWS: Record<string, Record<string, string>> = {
  cycle: { "flow.dag.yaml": HEAD + node("f", 'x: "${g.output}"') + node("g", 'x: "${f.output}"') },
  dup: { "flow.dag.yaml": HEAD + node("f") + node("f") },
  outempty: { "flow.dag.yaml": HEAD.replace('"${f.output}"', "''") + node("f") },
  outref: { "flow.dag.yaml": HEAD.replace("f.output", "zz.output") + node("f") },
  refinput: { "flow.dag.yaml": HEAD + node("f", 'x: "${inputs.zz}"') },
  refnode: { "flow.dag.yaml": HEAD + node("f", 'x: "${zz.output}"') },
  nosrc: { "flow.dag.yaml": HEAD + node("g") },
  two: {
    "flow.dag.yaml": HEAD + node("f"),
    "f.py": `${tool("return x")}@tool\ndef g(x): return x\n`,
  },
  load: { "flow.dag.yaml": HEAD + node("f"), "f.py": `raise ValueError("at import")\n` },
  deep: {
    "flow.dag.yaml": HEAD + node("f"),
    "f.py": tool(
      "try:",
      "    try:",
      "        raise KeyError('a')",
      "    except KeyError as e:",
      "        raise ValueError('b') from e",
      "except ValueError:",
      "    raise RuntimeError('c {x}')",
    ),
  },
  own: {
    "flow.dag.yaml": HEAD + node("f"),
    "f.py": `${BASE}class Mine(ValidationException): pass\n${tool("raise Mine(message_format='fmt {a} {b}', a=1, target=ErrorTarget.TOOL, module='m')")}`,
  },
}
const DEFAULT_TOOL = tool("return x")

beforeAll(() => {
  for (const [flow, files] of Object.entries(FLOWS)) {
    const all = { "f.py": DEFAULT_TOOL, ...files }
    writeFiles(join(home, flow), all)
    if (flow !== "nosrc") writeFileSync(join(home, flow, "g.py"), DEFAULT_TOOL)
  }
  writeFileSync(join(home, "d.jsonl"), '{"x": 1}\n')
  writeFileSync(join(home, "serp.yaml"), "name: s\ntype: serp\n")
  writeFileSync(join(home, "nope.yaml"), "name: s\ntype: nope\n")
  writeFileSync(join(home, "noname.yaml"), "type: serp\napi_key: abcdefgh\n")
})

const pf = (args: string) =>
  runCommand(voice, args.split(" "), {
    cwd: home,
    env: { HOME: home, PROMPTFLOW_STRUCTURE_EXCEPTION_OUTPUT: "true" },
  })

interface Told {
  message: string
  code: string
  innerError: Told | null
  referenceCode: string
  messageParameters: Record<string, string>
  command: string
}
const chainOf = (told: Told | null): string[] => (told ? [told.code, ...chainOf(told.innerError)] : [])

const FLOW = "UserError/ValidationError/InvalidFlowRequest"
const SDK = "UserError/SDKError"

test.for<[args: string, className: string, chain: string, referenceCode: string, parameters?: object]>([
  [
    "flow test --flow cycle",
    "NodeCircularDependency",
    `${FLOW}/NodeCircularDependency`,
    "Executor",
    { remaining_nodes: "['f', 'g']" },
  ],
  ["flow test --flow dup", "DuplicateNodeName", `${FLOW}/DuplicateNodeName`, "Executor", { node_name: "f" }],
  [
    "flow test --flow outempty",
    "EmptyOutputReference",
    `${FLOW}/EmptyOutputReference`,
    "Executor",
    { output_name: "out" },
  ],
  [
    "flow test --flow outref",
    "OutputReferenceNotFound",
    `${FLOW}/OutputReferenceNotFound`,
    "Executor",
    { output_name: "out", node_name: "zz" },
  ],
  [
    "flow test --flow refinput",
    "InputReferenceNotFound",
    `${FLOW}/InputReferenceNotFound`,
    "Executor",
    { node_name: "f", flow_input_name: "zz" },
  ],
  [
    "flow test --flow refnode",
    "NodeReferenceNotFound",
    `${FLOW}/NodeReferenceNotFound`,
    "Executor",
    { node_name: "f", reference_node_name: "zz" },
  ],
  [
    "flow test --flow nosrc",
    "InvalidSource",
    "UserError/ValidationError/InvalidSource",
    "Executor",
    { source_path: "g.py", node_name: "g" },
  ],
  [
    "flow test --flow two",
    "MultipleToolsDefined",
    "UserError/ToolValidationError/PythonParsingError/MultipleToolsDefined",
    "Tool",
    { tool_names: "f, g", tool_count: "2" },
  ],
  [
    "flow test --flow load",
    "PythonLoadError",
    "UserError/ToolValidationError/PythonParsingError/PythonLoadError",
    "Tool",
  ],
  ["flow test --flow deep", "UserErrorException", "UserError", "Unknown", {}],
  ["flow test --flow nodir", "UserErrorException", "UserError", "Unknown", {}],
  [
    "flow test --flow dup --variant ${zz.v}",
    "InvalidFlowError",
    `${SDK}/InvalidFlowError`,
    "ControlPlaneSDK",
    {},
  ],
  [
    "connection show -n nosuch",
    "ConnectionNotFoundError",
    `${SDK}/ConnectionNotFoundError`,
    "ControlPlaneSDK",
    {},
  ],
  ["connection create -f serp.yaml", "UserErrorException", "UserError", "Unknown", {}],
  ["connection create -f nope.yaml", "ValidationException", "UserError/ValidationError", "Unknown", {}],
  [
    "connection create -f noname.yaml",
    "ConnectionNameNotSetError",
    `${SDK}/ConnectionNameNotSetError`,
    "ControlPlaneSDK",
    {},
  ],
  ["run show -n nosuch", "RunNotFoundError", `${SDK}/RunNotFoundError`, "ControlPlaneSDK", {}],
  ["run show-metrics -n nosuch", "RunNotFoundError", `${SDK}/RunNotFoundError`, "ControlPlaneSDK", {}],
  ["run archive -n nosuch", "RunNotFoundError", `${SDK}/RunNotFoundError`, "ControlPlaneSDK", {}],
  [
    "run create --flow dup --data nofile.jsonl",
    "ValidationException",
    "UserError/ValidationError",
    "Unknown",
    {},
  ],
  ["run create", "UserErrorException", "UserError", "Unknown", {}],
  ["run create --flow deep", "UserErrorException", "UserError", "Unknown", {}],
])("pf %s (spec 11.3)", async ([args, className, chain, referenceCode, parameters]) => {
  const { code, out, err } = await pf(args)
  expect(code).toBe(1)
  const line = out.split("\n").find((text) => text.startsWith("pf."))
  expect(line?.slice(0, line.indexOf(": "))).toBe(
    `pf.${args.split(" -")[0]?.replace(" ", ".")} failed with ${className}`,
  )
  const told: Told = JSON.parse(err.split("\n").find((text) => text.startsWith("{")) ?? "null")
  expect(chainOf(told).join("/")).toBe(chain)
  expect(told.referenceCode).toBe(referenceCode)
  expect(line).toContain(told.message.split("\n")[0])
  expect(told.command).toBe(`pf ${args}`)
  if (parameters) expect(told.messageParameters).toEqual(parameters)
})

describe("the record of a failed line (spec 11.2)", () => {
  const errorOf = async (flow: string) => {
    await pf(`flow test --flow ${flow}`)
    const detail = JSON.parse(readFileSync(join(home, flow, ".promptflow/flow.detail.json"), "utf8"))
    expect(detail.node_runs[0].error).toEqual(detail.flow_runs[0].error)
    return detail.flow_runs[0].error
  }
  const types = (debug: { type: string; message: string; innerException: never } | null): string[] =>
    debug ? [`${debug.type}: ${debug.message}`, ...types(debug.innerException)] : []

  test("names what led to the exception of a tool, first to last", async () => {
    const error = await errorOf("deep")
    expect(types(error.debugInfo)).toEqual([
      "ToolExecutionError: Execution failure in 'f': (RuntimeError) c {x}",
      "RuntimeError: c {x}",
      "ValueError: b",
      "KeyError: 'a'",
    ])
    expect(error).toMatchObject({
      messageFormat: "Execution failure in '{node_name}'.",
      messageParameters: { node_name: "f" },
      referenceCode: "Tool/__pf_main__",
      innerError: { code: "ToolExecutionError", innerError: null },
      additionalInfo: [{ type: "ToolExecutionErrorDetails", info: { type: "RuntimeError", name: "f" } }],
    })
  })

  test("keeps an exception of the original's own classes as it is", async () => {
    const error = await errorOf("own")
    expect(error).toMatchObject({
      message: "fmt 1 <b>",
      messageFormat: "fmt {a} {b}",
      messageParameters: { a: "1", b: "<b>" },
      referenceCode: "Tool/__pf_main__",
    })
    expect(chainOf(error)).toEqual(["UserError", "ValidationError", "Mine"])
    expect(types(error.debugInfo)).toEqual(["Mine: fmt 1 <b>"])
  })
})
