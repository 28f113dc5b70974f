import { readFileSync } from "node:fs"
import { parseYaml } from "@internal/flow"
import { MillraceError, parseDotenv } from "@internal/schema"
import { toPlain } from "@internal/value"

/**
 * A YAML file that must be a mapping, as plain data. Fails with `FILE_NOT_FOUND`, `YAML_SYNTAX` or `FILE_SHAPE`; an empty
 * file is an empty mapping if it may be.
 */
export function readYamlMapping(
  path: string,
  what: string,
  options: { empty?: boolean } = {},
): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (thrown) {
    throw new MillraceError("FILE_NOT_FOUND", { path, reason: `It should be ${what}.` }, { cause: thrown })
  }
  const value = toPlain(parseYaml(text, path).value)
  if (value === null && options.empty) return {}
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new MillraceError(
      "FILE_SHAPE",
      { path, reason: `${what} must be a mapping` },
      { place: { file: path, line: 1 } },
    )
  }
  return value as Record<string, unknown>
}

/** A dotenv file, in which `${NAME}` is also a variable of this process. */
export function readDotenv(path: string): Record<string, string> {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (thrown) {
    throw new MillraceError(
      "FILE_NOT_FOUND",
      { path, reason: "It should be a .env file." },
      { cause: thrown },
    )
  }
  return parseDotenv(text, process.env)
}
