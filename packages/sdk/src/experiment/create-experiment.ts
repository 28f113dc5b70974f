import { existsSync, mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { checkExperiment, defaultRunName, experimentJson } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { ExperimentRecord } from "@internal/store"
import { stringify } from "@internal/value"
import type { Context } from "../context.ts"
import { experimentsFolder } from "../home.ts"
import { loadTemplate } from "./load-template.ts"
import { snapshotNodes } from "./snapshot-nodes.ts"

/**
 * Reads a template, copies what its nodes run, and keeps it as an experiment. The default name is that of the template's
 * folder with the time. The original makes experiments that can never be started; so does `pf`.
 */
export async function createExperiment(
  context: Context,
  template: string,
  given?: string,
): Promise<ExperimentRecord> {
  const { places } = context
  const { path, title, experiment } = loadTemplate(template, places.cwd)
  if (places.profile === "millrace") checkExperiment(experiment)
  const name = given ?? defaultRunName(title, new Date(), { variant: null })
  const folder = join(experimentsFolder(places), name)
  if (existsSync(folder)) throw new MillraceError("EXPERIMENT_EXISTS", { name })
  try {
    mkdirSync(folder, { recursive: true })
    const kept = snapshotNodes(experiment, join(folder, "snapshots"))
    const definition = stringify(experimentJson(kept))
    return await (await context.store()).experiments.create({ name, folder, template: path, definition })
  } catch (thrown) {
    rmSync(folder, { recursive: true, force: true })
    throw thrown
  }
}
