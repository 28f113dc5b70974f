import { readdirSync, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { checkExperiment, type ExperimentNode } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { Check } from "../api/millrace-api.ts"
import { loadTemplate } from "./load-template.ts"

const TEMPLATE = /\.exp\.ya?ml$/
const FLOW = /^flow\.(dag|flex)\.ya?ml$/

/** The experiment template that a path names: the file itself, or the only one of a folder that holds no flow. */
export function templateAt(path: string, cwd: string): string | undefined {
  const at = resolve(cwd, path)
  const stat = statSync(at, { throwIfNoEntry: false })
  if (stat?.isFile()) return TEMPLATE.test(at) ? at : undefined
  const names = stat?.isDirectory() ? readdirSync(at) : []
  const found = names.filter((name) => TEMPLATE.test(name))
  return found.length === 1 && !names.some((name) => FLOW.test(name))
    ? join(at, found[0] as string)
    : undefined
}

/** What is wrong with an experiment, and what each of its flows lacks, as `ofFlow` says it. */
export async function experimentChecks(
  path: string,
  cwd: string,
  ofFlow: (flow: string) => Promise<Check[]>,
): Promise<Check[]> {
  try {
    const { experiment, title } = loadTemplate(path, cwd)
    checkExperiment(experiment)
    const count = experiment.nodes.length
    const detail = `${title}: ${count} ${count === 1 ? "node" : "nodes"}`
    const checks: Check[] = [{ subject: "Experiment", state: "ok", detail }]
    for (const [label, flow] of experiment.nodes.flatMap(flowsOf)) {
      const found = await ofFlow(flow)
      checks.push(...found.map((check) => ({ ...check, subject: `${label}: ${check.subject}` })))
    }
    return checks
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    const { message: detail, hint } = thrown
    return [{ subject: "Experiment", state: "missing", detail, ...(hint && { fix: hint }) }]
  }
}

/** Of a chat group those of its roles; a command has none. */
function flowsOf(node: ExperimentNode): [label: string, flow: string][] {
  if (node.type === "flow") return [[node.name, node.path]]
  if (node.type === "chat_group") return node.roles.map(({ role, path }) => [`${node.name}.${role}`, path])
  return []
}
