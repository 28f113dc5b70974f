import { existsSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { MillraceError } from "@internal/schema"
import { startStudio } from "@internal/server"
import type { Action } from "../command.ts"
import { openAddress } from "../terminal/open-file.ts"
import { printJson } from "./print.ts"

const SIGNALS = ["SIGINT", "SIGTERM"] as const

/** `studio [folder]`: serves the page on this machine until it is interrupted. */
export const studio: Action = async (given, context) => {
  const { cwd, env, terminal } = context
  const folder = resolve(cwd, given.words[0] ?? ".")
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new MillraceError("FILE_NOT_FOUND", { path: folder, reason: "Give a folder that holds flows." })
  const port = given.count("port")
  await using running = await startStudio({
    folder,
    assets: pageFolder(),
    env,
    ...(port !== undefined && { port }),
  })
  const address = running.address()
  if (context.json) printJson(context, { address, port: running.port, folder })
  else {
    terminal.out(`${address}\n`)
    terminal.err(`The studio of ${folder}. Only this machine can reach it; the address opens one session.\n`)
    terminal.err("Ctrl-C ends it; bulk tests that run go on.\n")
  }
  if (given.flag("open")) await openAddress(address, env)
  await new Promise<void>((end) => {
    for (const signal of SIGNALS) process.once(signal, () => end())
  })
}

/** Beside the bundle, or where the repository's bundle is. */
function pageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const places = [join(here, "studio"), join(here, "..", "..", "dist", "studio")]
  const found = places.find((place) => existsSync(join(place, "index.html")))
  if (!found)
    throw new MillraceError("FILE_NOT_FOUND", {
      path: "studio/index.html",
      reason: "Build it: node scripts/bundle.mjs",
    })
  return found
}
