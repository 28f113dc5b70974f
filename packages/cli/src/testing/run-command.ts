import { type Context, withContext } from "../context.ts"
import type { Voice } from "../main.ts"
import { parseRequest } from "../parse-command.ts"
import { UsageFault } from "../usage-fault.ts"
import { RecordingTerminal } from "./recording-terminal.ts"

/** Runs a command in this process, as the launcher would in its own. */
export async function runCommand(
  voice: Voice,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<{ code: number; out: string; err: string }> {
  const terminal = new RecordingTerminal()
  const done = (code: number) => ({ code, out: terminal.printed, err: terminal.errors })
  const parts = {
    catalogue: voice.catalogue,
    terminal,
    env,
    cwd,
    words: args,
    debug: false,
    verbose: false,
    json: false,
  }
  let name = ""
  try {
    const request = parseRequest(voice.catalogue, args)
    if (request.kind !== "run") throw new TypeError(`${args.join(" ")} is no command`)
    name = request.command.name
    const action = await request.command.load()
    return done((await withContext(parts, (context: Context) => action(request.given, context))) ?? 0)
  } catch (error) {
    if (error instanceof UsageFault) return done(voice.misuse(error, terminal))
    return done(voice.failure(error, name, parts))
  }
}
