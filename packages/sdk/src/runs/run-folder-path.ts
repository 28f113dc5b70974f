import { join, resolve } from "node:path"
import { configValues } from "../configuration.ts"
import type { Context } from "../context.ts"
import { defaultRunsFolder } from "../home.ts"

/** Where a run's folder is: `run.output_path` of the configuration, else the home's (issue part 7). */
export async function runFolderPath(
  context: Context,
  run: { name: string; flowFolder: string },
): Promise<string> {
  const configured = (await configValues(context.places))["run.output_path"]
  if (typeof configured !== "string" || configured === "" || configured.trim() === "${flow_directory}") {
    return join(defaultRunsFolder(context.places), run.name)
  }
  const base = configured.replaceAll("${flow_directory}", run.flowFolder)
  return join(resolve(context.places.cwd, base), run.name)
}
