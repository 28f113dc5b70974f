import { call } from "../../api/call.ts"
import { neededFiles } from "../../flow/needed-files.ts"
import type { GivenFile } from "../../ui/given-files.ts"

/** What somebody chose: a zip, or the files of a folder with their paths in it. */
export type Chosen = { name: string; zip: File } | { name: string; files: GivenFile[] }

export function chosenFolder(list: readonly GivenFile[]): Chosen | null {
  const files = neededFiles(list).filter(({ path }) => path.includes("/"))
  const [name] = files[0]?.path.split("/") ?? []
  if (!name) return null
  return { name, files: files.map(({ path, file }) => ({ path: path.slice(name.length + 1), file })) }
}

export function chosenZip(file: File): Chosen {
  return { name: file.name.replace(/\.zip$/i, ""), zip: file }
}

/**
 * A flow folder at `path` from what was chosen: whole or not at all, for a folder is sent as a zip, which the server looks
 * through before anything is written.
 */
export async function importChosen(chosen: Chosen, path: string): Promise<void> {
  const upload = "zip" in chosen ? chosen.zip : await zipped(chosen.files)
  await call("flows.import", { query: { path }, upload })
}

/** Not compressed: it goes no further than this machine. */
async function zipped(files: readonly GivenFile[]): Promise<Blob> {
  const { zipSync } = await import("fflate")
  const contents: Record<string, Uint8Array> = {}
  for (const { path, file } of files) contents[path] = new Uint8Array(await file.arrayBuffer())
  return new Blob([zipSync(contents, { level: 0 }) as Uint8Array<ArrayBuffer>])
}
