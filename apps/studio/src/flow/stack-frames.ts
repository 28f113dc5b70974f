import type { DebugInfo, ErrorRecord } from "@internal/schema"

/** A line of a file of the opened folder where an error came by. */
export interface Frame {
  /** Below the opened folder. */
  file: string
  line: number
  column?: number
}

const PYTHON = /^\s*File "([^"]+)", line (\d+)/
const SCRIPT = /(?:\(|at )(?:file:\/\/)?((?:[A-Za-z]:)?[^()\s:]+):(\d+):(\d+)\)?$/

/** The stack of user code, as its language prints it. */
export function stackOf(error: ErrorRecord): string {
  for (const { info } of error.additionalInfo ?? []) {
    const traceback = (info as { traceback?: unknown } | null)?.traceback
    if (typeof traceback === "string" && traceback !== "") return traceback
  }
  let debug: DebugInfo | null | undefined = error.debugInfo
  while (debug?.innerException) debug = debug.innerException
  return debug?.stackTrace ?? ""
}

/**
 * Places of an error in files below `root`, the last one, where it happened, first. A path that is not absolute is one of the
 * flow's folder.
 */
export function framesOf(error: ErrorRecord, root: string, folder: string): Frame[] {
  const inside = (path: string): string | undefined => {
    const plain = path.replaceAll("\\", "/")
    const top = root.replaceAll("\\", "/").replace(/\/+$/, "")
    if (/^(?:[A-Za-z]:)?\//.test(plain))
      return plain.startsWith(`${top}/`) ? plain.slice(top.length + 1) : undefined
    if (plain.startsWith("<")) return undefined
    return folder === "." ? plain : `${folder}/${plain}`
  }
  const found: Frame[] = []
  const add = (path: string, line: number, column?: number) => {
    const file = inside(path)
    if (file === undefined || /(?:^|\/)(?:node_modules|site-packages|\.venv|venv)\//.test(file)) return
    if (!found.some((one) => one.file === file && one.line === line))
      found.push({ file, line, ...(column !== undefined && { column }) })
  }
  const place = error.millrace?.place
  if (place?.line !== undefined) add(place.file, place.line, place.column)
  const lines = stackOf(error).split("\n")
  for (const line of [...lines].reverse()) {
    const python = PYTHON.exec(line)
    if (python) add(python[1] as string, Number(python[2]))
  }
  for (const line of lines) {
    const script = PYTHON.test(line) ? null : SCRIPT.exec(line)
    if (script) add(script[1] as string, Number(script[2]), Number(script[3]))
  }
  return found
}
