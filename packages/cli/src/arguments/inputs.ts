import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import { parse, type Value } from "@internal/value"
import { pair } from "./pairs.ts"

const NEITHER = "inputs are read from .json and .jsonl files only"

/** `--inputs`, `--init`: pairs of text, or one `.json` file, or one `.jsonl` file of which the first line counts (surface.md 1.0). */
export function readInputs(
  items: readonly string[] | undefined,
  cwd: string,
  flag = "--inputs",
): Map<string, Value> | undefined {
  if (items === undefined) return undefined
  const [only] = items
  if (items.length === 1 && only !== undefined && !only.includes("=")) return fileInputs(only, cwd, flag)
  return new Map(items.map((item) => pair(item, flag)))
}

function fileInputs(path: string, cwd: string, flag: string): Map<string, Value> {
  const text = textOf(path, cwd, flag)
  if (!/\.jsonl?$/.test(path)) {
    throw new MillraceError("DATA_INVALID", { path, place: "", reason: NEITHER })
  }
  const first = path.endsWith(".jsonl")
    ? (text.split(/\r?\n/).find((line) => line.trim() !== "") ?? "")
    : text
  let value: Value
  try {
    value = parse(first.replace(/^\ufeff/, ""))
  } catch (error) {
    throw new MillraceError(
      "DATA_INVALID",
      { path, place: "", reason: (error as Error).message },
      { cause: error },
    )
  }
  if (value instanceof Map) return value
  throw new MillraceError("DATA_INVALID", {
    path,
    place: "",
    reason: "it does not hold one JSON object with the inputs",
  })
}

function textOf(path: string, cwd: string, flag: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8")
  } catch (error) {
    const reason = `Give ${flag} name=value, or the path of a .json or .jsonl file.`
    throw new MillraceError(
      "FILE_NOT_FOUND",
      { path, reason },
      { message: `Cannot find inputs file ${path}`, cause: error },
    )
  }
}
