/** The text of a jsonl file with these rows at its end. */
export function withRows(before: string, rows: readonly Readonly<Record<string, unknown>>[]): string {
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`
  return start + rows.map((row) => `${JSON.stringify(row)}\n`).join("")
}

/** The folder of a flow, which may be named by its file. */
export function folderOf(flow: string): string {
  if (!/\.(ya?ml|prompty)$/.test(flow)) return flow
  return flow.includes("/") ? flow.slice(0, flow.lastIndexOf("/")) : "."
}
