import { existsSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import type { FlowDescription } from "@internal/sdk"
import type { Context } from "../context.ts"
import { many } from "../terminal/amount.ts"

const DATA = /\.(jsonl|csv|tsv)$/
const FLOW_FILES = ["flow.dag.yaml", "flow.dag.yml", "flow.flex.yaml", "flow.flex.yml"]

/** `millrace` alone: what this folder is, and three sensible commands to go on with. */
export async function welcome(context: Context): Promise<void> {
  const { cwd, terminal } = context
  const { out, onOut } = terminal
  const next = FLOW_FILES.some((file) => existsSync(join(cwd, file)))
    ? await inFlow(context, ".")
    : ((await withPrompty(context)) ?? withExperiment(cwd, out) ?? elsewhere(cwd, out))
  out("\n")
  const width = Math.max(...next.map(([line]) => line.length))
  for (const [line, text] of next) out(`  ${onOut.strong(line.padEnd(width))}  ${onOut.faint(text)}\n`)
  out("\nmillrace --help lists every command.\n")
}

/** The first prompty of a folder that holds no other flow. */
async function withPrompty(context: Context): Promise<[string, string][] | undefined> {
  const [first] = readdirSync(context.cwd).filter((file) => file.toLowerCase().endsWith(".prompty"))
  return first === undefined ? undefined : inFlow(context, first)
}

/** The first template of an experiment in a folder that is no flow. */
function withExperiment(cwd: string, out: (text: string) => void): [string, string][] | undefined {
  const [first] = readdirSync(cwd).filter((file) => /\.exp\.ya?ml$/.test(file))
  if (first === undefined) return undefined
  out(`This folder holds an experiment, ${first}.\n`)
  return [
    [`millrace experiment test --template ${first}`, "run its flows once"],
    [`millrace experiment start --template ${first} --stream`, "run it over its data"],
    ["millrace experiment list", "what has been run"],
  ]
}

async function inFlow(context: Context, path: string): Promise<[string, string][]> {
  const { cwd, terminal } = context
  const api = await context.millrace()
  const flow = await api.flows.describe({ flow: path }).catch(() => undefined)
  terminal.out(flow ? `${sentence(flow)}\n` : "This folder holds a flow that cannot be read.\n")
  if (flow === undefined) return [[`millrace flow validate --flow ${path}`, "what is wrong with it"]]
  const required = flow.inputs
    .filter((input) => input.default === undefined)
    .map((input) => `${input.name}=…`)
  const inputs = required.length > 0 ? ` --inputs ${required.join(" ")}` : ""
  const data = readdirSync(cwd).find((file) => DATA.test(file)) ?? "rows.jsonl"
  return [
    [`millrace flow test --flow ${path}${inputs}`, "run it once"],
    [`millrace run create --flow ${path} --data ${data}`, "run it over many rows"],
    [`millrace doctor --flow ${path}`, "what it needs on this machine"],
  ]
}

const KINDS = { flex: "a flex flow", prompty: "a prompty" } as const

function sentence(flow: FlowDescription): string {
  const kind = flow.kind === "dag" ? `a flow of ${many(flow.nodes.length, "node")}` : KINDS[flow.kind]
  const inputs = flow.inputs.map((i) => i.name).join(", ")
  const outputs = flow.outputs.map((o) => o.name).join(", ")
  return `${basename(flow.name)} is ${kind}${inputs && `; from ${inputs}`}${outputs && ` it makes ${outputs}`}.`
}

function elsewhere(cwd: string, out: (text: string) => void): [string, string][] {
  const flows = readdirSync(cwd, { withFileTypes: true })
    .filter((e) => e.isDirectory() && FLOW_FILES.some((file) => existsSync(join(cwd, e.name, file))))
    .map((e) => e.name)
  const [first] = flows
  if (first === undefined) {
    out("There is no flow in this folder.\n")
    return [
      ["millrace demo", "see the whole job on a sample; no key needed"],
      ["millrace flow init --flow my-flow", "begin a flow"],
      ["millrace doctor", "what this machine has and lacks"],
    ]
  }
  out(
    `This folder holds ${many(flows.length, "flow")}: ${flows.slice(0, 8).join(", ")}${flows.length > 8 ? ", …" : ""}.\n`,
  )
  return [
    [`millrace flow test --flow ${first}`, "run one once"],
    [`millrace run create --flow ${first} --data FILE`, "run it over many rows"],
    [`millrace doctor --flow ${first}`, "what it needs on this machine"],
  ]
}
