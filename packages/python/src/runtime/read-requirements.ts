import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"

const PROVIDED = /^promptflow([-_](core|devkit|tracing|tools))?(?![\w-])/i
const RELATIVE = /^(?:(-e|--editable)[\s=]+)?(\.{1,2}\/.*|\.)$/

/**
 * The lines of a requirements file for pip, included files in place, without those that the shim satisfies. Options
 * (`--extra-index-url`) stay; paths become absolute.
 */
export function readRequirements(file: string): string[] {
  const text = readFileSync(file, "utf8")
    .replace(/^\ufeff/, "")
    .replace(/\\\r?\n/g, " ")
  return text.split(/\r?\n/).flatMap((raw) => {
    const line = raw.replace(/(^|\s)#.*$/, "").trim()
    if (line === "" || PROVIDED.test(line)) return []
    const included = /^(?:-r|--requirement)[\s=]+(.+)$/.exec(line)
    if (included) {
      const other = resolve(dirname(file), included[1] as string) // the group is not optional
      return existsSync(other) ? readRequirements(other) : []
    }
    const local = RELATIVE.exec(line)
    if (local) return [`${local[1] ? `${local[1]} ` : ""}${resolve(dirname(file), local[2] as string)}`] // likewise
    return [line]
  })
}
