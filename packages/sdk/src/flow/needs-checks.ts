import { existsSync } from "node:fs"
import { resolve } from "node:path"
import type { Flow } from "@internal/flow"
import type { Plan } from "@internal/schema"
import type { Check } from "../api/millrace-api.ts"

/** What a flow needs besides connections that it names: connections it does not name, arguments, default images. */
export function needsChecks(flow: Flow, plan: Plan, folder: string): Check[] {
  return [...unconnected(flow), ...constructorArguments(flow, plan), ...defaultImages(plan, folder)]
}

function unconnected({ nodes }: Flow): Check[] {
  return nodes
    .filter((node) => node.type === "llm" && !node.connection)
    .map(({ name }) => ({
      subject: `Connection of ${name}`,
      state: "missing",
      detail: "the node names none",
      fix: `--connections ${name}.connection=NAME, or connection: NAME in the node`,
    }))
}

/** Of an entry class: what its constructor wants and the flow's `sample.init` does not give. */
function constructorArguments({ flex }: Flow, { nodes }: Plan): Check[] {
  const tool = nodes.find(({ stage }) => stage === "line")?.tool
  if (tool?.kind !== "entry") return []
  const given = flex?.sample.init
  return (tool.signature?.init ?? [])
    .filter(({ name, default: fallback }) => !fallback && !given?.has(name))
    .map(({ name, type }) => ({
      subject: `Argument ${name}`,
      state: "warning",
      detail: `the constructor of ${tool.signature?.className} has no default for it (${type.join(" or ")})`,
      fix: `--init ${name}=VALUE`,
    }))
}

const PATH_KEY = /^data:image\/[\w.+*-]+;path$/

/** Files that are the default of an image input and are not there. */
function defaultImages({ inputs }: Plan, folder: string): Check[] {
  return inputs.flatMap(({ name, type, default: given }): Check[] => {
    const path = type === "image" ? imagePath(given?.value) : undefined
    if (path === undefined || existsSync(resolve(folder, path))) return []
    return [
      {
        subject: `Image of input ${name}`,
        state: "warning",
        detail: `its default ${path} is not there`,
        fix: `--inputs ${name}=PATH, or another default`,
      },
    ]
  })
}

/** The path that a value names, where it plainly names one: addresses and base64 are none. */
function imagePath(value: unknown): string | undefined {
  if (value instanceof Map) {
    const [key, path] = [...value].find(([name]) => PATH_KEY.test(name)) ?? []
    return key !== undefined && typeof path === "string" ? path : undefined
  }
  if (typeof value !== "string" || /^(https?|data):/.test(value)) return undefined
  return /\.\w{2,5}$/.test(value) ? value : undefined
}
