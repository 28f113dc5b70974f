import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { repository } from "./workspace.ts"

const SOURCES = ["packages", "apps/studio/src", "gallery", "scripts/bundle.mjs", "scripts/studio-bundle.mjs"]
const SKIPPED = new Set(["node_modules", "dist", "__pycache__", "__fixtures__", ".promptflow"])

/** Vitest calls this once before the end-to-end tests: they run the bundle, so it must be that of these sources. */
export default function buildBundle(): void {
  const bundle = join(repository, "packages/cli/dist/main.js")
  const newest = Math.max(...SOURCES.map((path) => newestIn(join(repository, path))))
  if (existsSync(bundle) && statSync(bundle).mtimeMs >= newest) return
  const { status, stderr } = spawnSync(process.execPath, [join(repository, "scripts/bundle.mjs")], {
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(`the bundle could not be built:\n${stderr}`)
}

function newestIn(path: string): number {
  const info = statSync(path, { throwIfNoEntry: false })
  if (!info?.isDirectory()) return info?.mtimeMs ?? 0
  const inside = readdirSync(path).filter((name) => !SKIPPED.has(name) && !name.endsWith(".test.ts"))
  return Math.max(0, ...inside.map((name) => newestIn(join(path, name))))
}
