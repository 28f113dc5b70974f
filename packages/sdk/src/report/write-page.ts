import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { Context } from "../context.ts"

/** Writes a page into a file of the working folder; answers its path. Rejects with `STORE_FAILED`, naming the option. */
export function writePage(
  { places }: Context,
  page: string,
  { file, option }: { file: string; option: string },
): string {
  const path = resolve(places.cwd, file)
  try {
    writeFileSync(path, page)
  } catch (cause) {
    const reason = (cause as Error).message
    const data = { subject: `The page ${path}`, reason, hint: `Give another ${option}.` }
    throw new MillraceError("STORE_FAILED", data, { cause })
  }
  return path
}
