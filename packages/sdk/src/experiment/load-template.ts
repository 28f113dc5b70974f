import { existsSync, readFileSync } from "node:fs"
import { basename, dirname, resolve } from "node:path"
import { type Experiment, type ExperimentNode, readExperiment } from "@internal/flow"
import { MillraceError } from "@internal/schema"

export interface Template {
  path: string
  /** Name of its folder, after which experiments and folders of tests are called. */
  title: string
  /** Every path in it absolute. */
  experiment: Experiment
}

/** Fails with `EXPERIMENT_TEMPLATE_MISSING`, `YAML_SYNTAX` or `EXPERIMENT_INVALID`. */
export function loadTemplate(given: string, cwd: string): Template {
  const path = resolve(cwd, given)
  if (!existsSync(path)) throw new MillraceError("EXPERIMENT_TEMPLATE_MISSING", { path })
  const folder = dirname(path)
  const experiment = readExperiment(readFileSync(path, "utf8"), path)
  const within = (other: string) => resolve(folder, other)
  const needed = (what: string, other: string) => {
    const found = within(other)
    if (existsSync(found)) return found
    throw new MillraceError("EXPERIMENT_INVALID", { path, reason: `${what} ${found} does not exist` })
  }
  return {
    path,
    title: basename(folder),
    experiment: {
      ...experiment,
      data: experiment.data.map(({ name, path: data }) => ({ name, path: needed("data", data) })),
      nodes: experiment.nodes.map((node): ExperimentNode => {
        const code = node.type !== "flow" && node.code !== undefined ? needed("code", node.code) : undefined
        const kept = code === undefined ? {} : { code }
        if (node.type === "flow") return { ...node, path: needed("Flow path", node.path) }
        if (node.type === "chat_group") {
          const roles = node.roles.map((role) => ({ ...role, path: needed("Flow path", role.path) }))
          return { ...node, ...kept, roles }
        }
        const outputs = Object.entries(node.outputs).map(([name, at]) => [
          name,
          at === null ? null : within(at),
        ])
        return { ...node, ...kept, outputs: Object.fromEntries(outputs) }
      }),
    },
  }
}
