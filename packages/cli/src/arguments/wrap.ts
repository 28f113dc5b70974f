import { MillraceError } from "@internal/schema"
import type { WrapOptions } from "@internal/sdk"
import type { Given } from "../given.ts"
import { flatPairs } from "./pairs.ts"

/** `flow init --entry`: undefined without it. */
export function wrapOptions(given: Given, path: string): WrapOptions | undefined {
  const entry = given.text("entry")
  if (entry === undefined) return undefined
  const name = given.text("function")
  if (name === undefined) {
    throw new MillraceError(
      "USAGE",
      { reason: "--function must be specified when --entry is specified." },
      { hint: "Name the function in the file." },
    )
  }
  const templates = flatPairs(given.list("promptTemplate"), "--prompt-template")
  return { path, entry, function: name, ...(templates && { promptTemplates: templates }) }
}
