import type { Catalogue } from "./command.ts"
import { type Context, withContext } from "./context.ts"
import { parseRequest, type Request } from "./parse-command.ts"
import { processTerminal, type Terminal } from "./terminal/terminal.ts"
import { UsageFault } from "./usage-fault.ts"

/** What differs between `millrace` and `pf` outside their commands. */
export interface Voice {
  catalogue: Catalogue
  /** Answers what needs no command, such as the version. */
  early(args: readonly string[], terminal: Terminal): boolean
  /** Prints the help text that is asked for. */
  help(of: Extract<Request, { kind: "help" }>["of"], terminal: Terminal): void
  /** The program's name alone. */
  welcome(context: Context): Promise<void>
  /** Prints what is wrong with the words; answers the exit code. */
  misuse(fault: UsageFault, terminal: Terminal): number
  /** Prints an error of a command; answers the exit code. */
  failure(thrown: unknown, command: string, context: Omit<Context, "millrace">): number
}

/** Entry of the bundle, called by the launcher. */
export function main(args: readonly string[], program: "millrace" | "pf"): void {
  void run(args, program).then((code) => {
    process.exitCode = code
  })
}

async function run(args: readonly string[], program: "millrace" | "pf"): Promise<number> {
  const voice = program === "pf" ? (await import("./pf/voice.ts")).voice : (await import("./voice.ts")).voice
  const terminal = processTerminal()
  if (voice.early(args, terminal)) return 0
  let request: Request
  try {
    request = parseRequest(voice.catalogue, args)
  } catch (error) {
    if (error instanceof UsageFault) return voice.misuse(error, terminal)
    throw error
  }
  if (request.kind === "help") {
    voice.help(request.of, terminal)
    return 0
  }
  const given = request.kind === "run" ? request.given : undefined
  const parts = {
    catalogue: voice.catalogue,
    terminal,
    env: process.env,
    cwd: process.cwd(),
    words: args,
    debug: given?.flag("debug") ?? false,
    verbose: given?.flag("verbose") ?? false,
    json: given?.text("output") === "json",
  }
  if (parts.debug) process.setSourceMapsEnabled(true)
  try {
    return await withContext(parts, async (context) => {
      if (request.kind === "welcome") await voice.welcome(context)
      else return (await (await request.command.load())(request.given, context)) ?? 0
      return 0
    })
  } catch (error) {
    return voice.failure(error, request.kind === "run" ? request.command.name : "", parts)
  }
}
