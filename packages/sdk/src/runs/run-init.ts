import { readFileSync } from "node:fs"
import { MillraceError } from "@internal/schema"

/**
 * Arguments of a flex flow's class from a `.json` file, or from the first line of a `.jsonl` file (spec 8.3). Fails with
 * `FILE_NOT_FOUND` or `FILE_SHAPE`.
 */
export function readInit(path: string): Record<string, unknown> {
  const refuse = (reason: string, cause?: unknown) =>
    new MillraceError("FILE_SHAPE", { path, reason }, { place: { file: path, line: 1 }, cause })
  let text: string
  try {
    text = readFileSync(path, "utf8").replace(/^\ufeff/, "")
  } catch (cause) {
    throw new MillraceError(
      "FILE_NOT_FOUND",
      { path, reason: "It should hold the flow's `init`." },
      { cause },
    )
  }
  const first = path.endsWith(".jsonl")
    ? (text.split(/\r?\n/).find((line) => line.trim() !== "") ?? "")
    : text
  let value: unknown
  try {
    value = JSON.parse(first)
  } catch (cause) {
    throw refuse(`not JSON: ${(cause as Error).message}`, cause)
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refuse("it does not hold one JSON object")
  return value as Record<string, unknown>
}
