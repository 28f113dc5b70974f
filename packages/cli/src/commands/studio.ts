import { existsSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import { startStudio } from "@internal/server"
import type { Action } from "../command.ts"
import { openAddress } from "../terminal/open-file.ts"
import { printJson } from "./print.ts"
import { interrupted, pageFolder } from "./studio-page.ts"

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
  await interrupted()
}
