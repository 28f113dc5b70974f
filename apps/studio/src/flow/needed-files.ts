import type { GivenFile } from "../ui/given-files.ts"

/** What a folder from elsewhere may hold and a flow does not need. */
const LEFT_OUT =
  /(^|\/)(\.git|node_modules|__pycache__|\.promptflow|\.millrace|\.runs|\.venv|venv|\.DS_Store)(\/|$)/

export function neededFiles(given: readonly GivenFile[]): GivenFile[] {
  return given.filter(({ path }) => !LEFT_OUT.test(path))
}
