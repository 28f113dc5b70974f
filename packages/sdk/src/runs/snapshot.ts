import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, dirname, join, relative, sep } from "node:path"
import { flowText } from "@internal/flow"
import ignore from "ignore"
import type { Execution } from "../flow/execution.ts"

const NEVER = [".git", ".runs", "__pycache__"]

/** Copies the flow as it is run into `<run>/snapshot`: the yaml with variant and overrides applied (spec 4.10). */
export async function writeSnapshot(outputPath: string, execution: Execution): Promise<void> {
  const { loaded, flow } = execution
  const source = loaded.reader.root
  const target = join(outputPath, "snapshot")
  mkdirSync(target, { recursive: true })
  const ignored = ignore().add([...NEVER, basename(dirname(outputPath)), ...ignorePatterns(source)])
  cpSync(source, target, {
    recursive: true,
    dereference: true,
    filter: (from) => {
      const path = relative(source, from).split(sep).join("/")
      return path === "" || !ignored.ignores(path)
    },
  })
  writeFileSync(join(target, loaded.file), flowText(flow))
}

function ignorePatterns(folder: string): string[] {
  const file = [".amlignore", ".gitignore"].map((name) => join(folder, name)).find((path) => existsSync(path))
  return file ? readFileSync(file, "utf8").split(/\r?\n/) : []
}
