import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import { pair } from "./pairs.ts"

/** `--environment-variables`: nothing means the `.env` at or above the working folder, an item `*.env` that file, else pairs. */
export function readEnvironment(
  items: readonly string[] | undefined,
  cwd: string,
): Record<string, string> | undefined {
  if (items === undefined) return undefined
  if (items.length === 0) {
    const file = nearestDotenv(cwd)
    return file === undefined ? {} : parseDotenv(readFileSync(file, "utf8"))
  }
  const variables: Record<string, string> = {}
  for (const item of items) {
    if (item.endsWith(".env") && !item.includes("=")) Object.assign(variables, fileVariables(item, cwd))
    else {
      const [key, value] = pair(item, "--environment-variables")
      variables[key] = value
    }
  }
  return variables
}

function fileVariables(path: string, cwd: string): Record<string, string> {
  try {
    return parseDotenv(readFileSync(resolve(cwd, path), "utf8"))
  } catch (error) {
    throw new MillraceError("FILE_NOT_FOUND", { path, reason: "" }, { cause: error })
  }
}

function nearestDotenv(cwd: string): string | undefined {
  for (let at = cwd, up = dirname(at); ; at = up, up = dirname(at)) {
    if (existsSync(join(at, ".env"))) return join(at, ".env")
    if (up === at) return undefined
  }
}

const ASSIGNMENT =
  /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^#\r\n]*?))\s*(?:#.*)?$/

/** Lines `NAME=value`; quotes, `export` and comments as in other tools; double quotes know `\n`, `\t`, `\"`. */
export function parseDotenv(text: string): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const line of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
    const [, name, single, double, bare] = ASSIGNMENT.exec(line) ?? []
    if (name === undefined) continue
    const unescaped = double?.replace(/\\(.)/g, (_, c: string) => ({ n: "\n", t: "\t", r: "\r" })[c] ?? c)
    variables[name] = single ?? unescaped ?? bare ?? ""
  }
  return variables
}
