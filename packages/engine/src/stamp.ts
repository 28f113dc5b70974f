/** One write of a node's log, with the stamp that the original gives it (spec 3.5). */
export function stamped(text: string): string {
  return `[${new Date().toISOString().replace(/\.\d+Z$/, "+0000")}] ${text}\n`
}
