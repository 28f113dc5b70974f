import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { MillraceError, parseDotenv } from "@internal/schema"
import { pair } from "./pairs.ts"

/** `--environment-variables`: nothing means the `.env` at or above the working folder, an item `*.env` that file, else pairs. */
export function readEnvironment(
  items: readonly string[] | undefined,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> | undefined {
  if (items === undefined) return undefined
  if (items.length === 0) {
    const file = nearestDotenv(cwd)
    return file === undefined ? {} : parseDotenv(readFileSync(file, "utf8"), env)
  }
  const variables: Record<string, string> = {}
  for (const item of items) {
    if (item.endsWith(".env") && !item.includes("="))
      Object.assign(variables, fileVariables(resolve(cwd, item), item, env))
    else {
      const [key, value] = pair(item, "--environment-variables")
      variables[key] = value
    }
  }
  return variables
}

function fileVariables(
  path: string,
  written: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  try {
    return parseDotenv(readFileSync(path, "utf8"), env)
  } catch (error) {
    throw new MillraceError("FILE_NOT_FOUND", { path: written, reason: "" }, { cause: error })
  }
}

function nearestDotenv(cwd: string): string | undefined {
  for (let at = cwd, up = dirname(at); ; at = up, up = dirname(at)) {
    if (existsSync(join(at, ".env"))) return join(at, ".env")
    if (up === at) return undefined
  }
}
