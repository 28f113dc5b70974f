import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { promisify } from "node:util"
import { toMillraceError } from "@internal/schema"
import type { Check } from "../api/millrace-api.ts"
import type { Context } from "../context.ts"
import { pythonFiles } from "./model-packages.ts"
import { chooseRuntime } from "./runtime.ts"

/** Whether the flow's interpreter has what the flow needs: its requirements, and the modules that its files import. */
export async function pythonChecks(context: Context, folder: string): Promise<Check[]> {
  const hasRequirements = existsSync(join(folder, "requirements.txt"))
  const imports = topImports(folder)
  if (!hasRequirements && imports.size === 0) return []
  let warning: string | undefined
  const runtime = await chooseRuntime(context, folder, {
    install: false,
    report: (progress) => {
      if (progress.type === "warning") warning = progress.message
    },
  }).catch(toMillraceError)
  if (runtime instanceof Error) return [] // that there is no Python has been said
  const { name, pool } = runtime
  if (hasRequirements && warning !== undefined) {
    const fix = "A run makes an environment for it, if the packages can be had."
    return [{ subject: "requirements.txt", state: "warning", detail: warning, fix }]
  }
  const checks: Check[] = hasRequirements
    ? [{ subject: "requirements.txt", state: "ok", detail: `satisfied by ${name}` }]
    : []
  const missing = new Set(await notFound(pool.interpreter, folder, [...imports.keys()]))
  for (const [module, file] of imports) {
    if (!missing.has(module)) continue
    checks.push({
      subject: `Imports of ${file}`,
      state: "warning",
      detail: `${module} is imported, and ${name} does not have it: what needs this file fails`,
      fix: "Name its package in the flow's requirements.txt.",
    })
  }
  return checks
}

const TOP_IMPORT = /^(?:from[ \t]+(\w+)[\w.]*[ \t]+import\b|import[ \t]+([^#;\n]+))/gm

/** First names of what is imported without a condition, with a file that does; those of the flow itself left out. */
function topImports(folder: string): Map<string, string> {
  const files = pythonFiles(folder)
  const own = new Set(files.flatMap((file) => file.split(/[\\/]/).map((part) => basename(part, ".py"))))
  const found = new Map<string, string>()
  for (const file of files) {
    for (const [, from, names = ""] of readFileSync(join(folder, file), "utf8").matchAll(TOP_IMPORT)) {
      for (const name of from ? [from] : names.split(",")) {
        const module = /^\s*(\w+)/.exec(name)?.[1]
        if (module && module !== "promptflow" && !own.has(module) && !found.has(module))
          found.set(module, file)
      }
    }
  }
  return found
}

const FIND = `import sys, importlib.util as u
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    try: found = name in sys.modules or u.find_spec(name)
    except Exception: found = True
    if not found: print(name)`

/** Looks without importing anything. */
async function notFound(interpreter: string, folder: string, modules: readonly string[]): Promise<string[]> {
  if (modules.length === 0) return []
  const { stdout } = await promisify(execFile)(interpreter, ["-c", FIND, folder, ...modules])
  return stdout.split(/\s+/).filter(Boolean)
}
