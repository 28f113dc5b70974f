const PYTHON = /^[a-zA-Z0-9_.]+:[a-zA-Z0-9_]+$/
const SCRIPT = /^([^:]+\.[cm]?[jt]s):([A-Za-z_$][\w$]*)$/

/** What `entry` names: a function or class of a Python module, or one that a JavaScript or TypeScript file exports. */
export interface EntryName {
  language: "python" | "javascript"
  /** `package.module`, or the path of the file. */
  module: string
  name: string
}

/** Reads `module:name` (spec 1.3) or `file.ts:name`; undefined for what is neither. */
export function readEntryName(entry: string): EntryName | undefined {
  const script = SCRIPT.exec(entry)
  if (script) return { language: "javascript", module: script[1] as string, name: script[2] as string }
  if (!PYTHON.test(entry)) return undefined
  const [module = "", name = ""] = entry.split(":")
  return { language: "python", module, name }
}
