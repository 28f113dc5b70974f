import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import { runCommand } from "./run-command.ts"

export const ENGINE_VERSION = "3.22.1"

// The CPU build for each machine; the GPU builds are ten times the size.
const PLATFORMS: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-arm": "linux-armv7l",
  "linux-riscv64": "linux-riscv64",
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
}

/** Where the engine's packages lie once they are fetched. */
export function engineModules(home: string): string {
  return join(home, "llama", ENGINE_VERSION, "node_modules")
}

export async function engineInstalled(home: string): Promise<boolean> {
  return stat(join(engineModules(home), "node-llama-cpp", "package.json")).then(
    () => true,
    () => false,
  )
}

/** Fetches node-llama-cpp and its build for this machine, and nothing else, with npm; no script of theirs runs. */
export async function installEngine(
  home: string,
  signal: AbortSignal,
  platform = `${process.platform}-${process.arch}`,
): Promise<void> {
  const build = PLATFORMS[platform]
  if (!build) throw fetchFailed(`node-llama-cpp has no build for ${platform}`)
  const folder = join(home, "llama")
  const partial = join(folder, `partial-${process.pid}`)
  await mkdir(partial, { recursive: true })
  try {
    await writeFile(join(partial, "package.json"), '{ "private": true }\n')
    const packages = [`node-llama-cpp@${ENGINE_VERSION}`, `@node-llama-cpp/${build}@${ENGINE_VERSION}`]
    const flags = ["--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    const { code, output } = await runCommand("npm", ["install", ...flags, ...packages], {
      cwd: partial,
      signal,
    })
    if (code !== 0)
      throw fetchFailed(`npm install of node-llama-cpp ended with ${code ?? "no start"}: ${output}`)
    const target = join(folder, ENGINE_VERSION)
    // Another process may have been faster; its copy is as good.
    await rename(partial, target).catch(async (error) => {
      if (!(await engineInstalled(home))) throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

export function fetchFailed(reason: string): MillraceError {
  const hint = "Check the network and HTTPS_PROXY; or use a file that you have: millrace model add FILE.gguf"
  return new MillraceError("MODEL_FETCH_FAILED", { model: "smollm2", reason }, { hint })
}
