import { call } from "../api/call.ts"
import { isMissing } from "./file-access.ts"

export type DataRow = Readonly<Record<string, unknown>>

/** Writes rows at the end of a jsonl file, below the opened folder; it is made if it is not there. */
export async function saveRows(path: string, rows: readonly DataRow[]): Promise<void> {
  const there = await call("files.read", { query: { path } }).catch((thrown: unknown) => {
    if (isMissing(thrown) === null) return undefined
    throw thrown
  })
  if (there?.text === null)
    throw Object.assign(new Error(`${path} is too large for the page to add rows to it, or no text.`), {
      hint: "Give another name.",
    })
  const text = withRows(there?.text ?? "", rows)
  await call("files.write", { body: { path, text, base: there?.version ?? null } })
}

function withRows(before: string, rows: readonly DataRow[]): string {
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`
  return start + rows.map((row) => `${JSON.stringify(row)}\n`).join("")
}

/** The folder of a flow, which may be named by its file. */
export function folderOf(flow: string): string {
  if (!/\.(ya?ml|prompty)$/.test(flow)) return flow
  return flow.includes("/") ? flow.slice(0, flow.lastIndexOf("/")) : "."
}
