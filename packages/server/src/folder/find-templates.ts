import { readdirSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"
import { MillraceError } from "@internal/schema"
import type { ExperimentDescription } from "@internal/sdk"
import type { Studio } from "../studio.ts"
import { walk } from "./walk.ts"

const TEMPLATE = /\.exp\.ya?ml$/

/** A template, as the page calls it and where it is. */
export interface FoundTemplate {
  name: string
  description: ExperimentDescription
}

/**
 * The templates that have a node of a flow: those below the opened folder, and those that the server was
 * started with. One that cannot be read may be meant where it lies in the flow's folder or beside it. Nothing of them runs.
 */
export async function findTemplates(studio: Studio, flow: string, folder: string): Promise<FoundTemplate[]> {
  const below = Array.from(walk(studio.folder.root)).flatMap(({ kind, absolute }) =>
    kind === "file" && TEMPLATE.test(absolute) ? [absolute] : [],
  )
  const all = new Set([...below, ...studio.templates()])
  const found = await Promise.all(
    [...all].map(async (template) => ({
      name: nameOf(studio, template),
      description: await studio.api.experiments.describe({ template, flow }),
    })),
  )
  const isNear = (path: string) => dirname(path) === folder || dirname(path) === dirname(folder)
  return found.filter(({ description: { nodes, problem, path } }) =>
    nodes.length === 0
      ? problem !== undefined && isNear(path)
      : nodes.some(({ part }) => part === "answered"),
  )
}

/** Templates that lie directly in a folder; none in one that may not be looked at. */
export function templatesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && TEMPLATE.test(entry.name) ? [join(folder, entry.name)] : [],
    )
  } catch {
    return []
  }
}

/** Where a template is that the page names. Fails with `PATH_OUTSIDE`, or where it is no template. */
export function templateNamed(studio: Studio, name: string): string {
  const named = studio.templates().find((one) => nameOf(studio, one) === name)
  if (named !== undefined) return named
  const path = studio.folder.inside(name)
  if (!TEMPLATE.test(path)) throw new MillraceError("EXPERIMENT_TEMPLATE_MISSING", { path: name })
  return path
}

function nameOf({ folder }: Pick<Studio, "folder">, absolute: string): string {
  return folder.named(absolute) ?? relative(folder.root, absolute).split(sep).join("/")
}
