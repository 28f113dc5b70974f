import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff"

/** How a file of a flow differs, as people read it; empty where a side is not there, or both are the same. */
export function textDiff(
  path: string,
  before: { label: string; text: string | undefined },
  now: { label: string; text: string | undefined },
): string {
  if (before.text === undefined || now.text === undefined || before.text === now.text) return ""
  const options = { context: 1, headerOptions: FILE_HEADERS_ONLY }
  return createTwoFilesPatch(path, path, before.text, now.text, before.label, now.label, options)
}
