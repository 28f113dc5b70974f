import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { flowKind, flowText } from "@internal/flow"
import type { Execution } from "../flow/execution.ts"
import { namePatterns } from "./name-patterns.ts"

const NEVER = [".git", ".runs", "__pycache__"]

/** Copies the flow as it is run into `<run>/snapshot`: the yaml with variant and overrides applied (spec 4.10). */
export async function writeSnapshot(outputPath: string, execution: Execution): Promise<void> {
  const { loaded, flow } = execution
  const source = loaded.reader.root
  const target = join(outputPath, "snapshot")
  mkdirSync(target, { recursive: true })
  const ignored = namePatterns([...NEVER, basename(dirname(outputPath)), ...ignorePatterns(source)])
  copyTree(source, target, (from) => ignored(basename(from)) || from === outputPath)
  if (flowKind(loaded.file, false) === "prompty") return
  const file = join(target, loaded.file)
  const written = existsSync(file) ? readFileSync(file, "utf8") : undefined
  writeFileSync(join(target, snapshotFile(flow.kind, loaded.file)), flowText(flow, written))
}

/** A flow under a name of its own is written beside it under the usual one, as by the original. */
function snapshotFile(kind: string, file: string): string {
  return file.startsWith("flow.") ? file : `flow.${kind === "flex" ? "flex" : "dag"}.yaml`
}

/**
 * Copies what links lead to, as the run will read it. `cpSync` refuses a target inside the source, which runs folders may
 * be. Links that lead nowhere or back up, and what is no file, are left out.
 */
function copyTree(
  from: string,
  to: string,
  left: (path: string) => boolean,
  above: string[] = [realpathSync(from)],
): void {
  for (const name of readdirSync(from)) {
    const path = join(from, name)
    if (left(path)) continue
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isFile()) copyFileSync(path, join(to, name))
    if (!found?.isDirectory() || above.includes(realpathSync(path))) continue
    mkdirSync(join(to, name), { recursive: true })
    copyTree(path, join(to, name), left, [...above, realpathSync(path)])
  }
}

function ignorePatterns(folder: string): string[] {
  const file = [".amlignore", ".gitignore"].map((name) => join(folder, name)).find((path) => existsSync(path))
  return file
    ? readFileSync(file, "utf8")
        .split("\n")
        .map((line) => line.trimEnd())
    : []
}
