import { call } from "../../api/call.ts"

/** What a folder from elsewhere may hold and a flow does not need. */
const LEFT_OUT = /(^|\/)(\.git|node_modules|__pycache__|\.promptflow|\.millrace|\.venv|venv|\.DS_Store)(\/|$)/

/** What somebody chose: a zip, or the files of a folder with their paths in it. */
export type Chosen = { name: string; zip: File } | { name: string; files: { path: string; file: File }[] }

export function chosenFolder(list: readonly File[]): Chosen | null {
  const files = list
    .map((file) => ({ path: file.webkitRelativePath, file }))
    .filter(({ path }) => path.includes("/") && !LEFT_OUT.test(path))
  const [name] = files[0]?.path.split("/") ?? []
  if (!name) return null
  return { name, files: files.map(({ path, file }) => ({ path: path.slice(name.length + 1), file })) }
}

export function chosenZip(file: File): Chosen {
  return { name: file.name.replace(/\.zip$/i, ""), zip: file }
}

/** A flow folder at `path` from what was chosen; of one that fails half-way nothing is left. */
export async function importChosen(
  chosen: Chosen,
  path: string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  if ("zip" in chosen) {
    await call("flows.import", { query: { path }, upload: chosen.zip })
    return
  }
  let done = 0
  try {
    for (const { path: inside, file } of chosen.files) {
      progress(done, chosen.files.length)
      await call("files.upload", { query: { path: `${path}/${inside}` }, upload: file })
      done += 1
    }
  } catch (thrown) {
    if (done > 0) await call("files.delete", { query: { path } }).catch(() => {})
    throw thrown
  }
}
