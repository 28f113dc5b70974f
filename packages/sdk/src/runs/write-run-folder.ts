import type { Plan } from "@internal/schema"
import { openRunFolder, type RunRecord, type Store } from "@internal/store"
import { folderInfo } from "./folder-info.ts"

/** Writes the files of a run again, as if each of its lines had run once (spec 4.10). */
export async function writeRunFolder(
  store: Store,
  { name, outputPath, properties }: RunRecord,
  plan: Plan,
): Promise<void> {
  if (outputPath === null) return
  const mapped = properties.column_mapping !== undefined
  const folder = openRunFolder(outputPath, { ...folderInfo(plan, name), mapped })
  for await (const event of store.runs.currentEvents(name)) folder.event(event)
  await folder.close()
}
