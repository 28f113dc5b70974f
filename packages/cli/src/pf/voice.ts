import { toMillraceError } from "@internal/schema"
import { fromPlain, stringify } from "@internal/value"
import manifest from "../../package.json" with { type: "json" }
import { exitCodeOf } from "../failure.ts"
import type { Voice } from "../main.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { commandHelp, groupHelp, misuseText } from "./argparse.ts"
import { catalogue } from "./catalogue.ts"
import { className, failureRecord, PfFailure } from "./pf-failure.ts"

/** How `pf` speaks: the original's layouts, its one-line errors on stdout, its exit codes (surface.md 1.0). */
export const voice: Voice = {
  catalogue,
  early([first, ...others], terminal) {
    const alone = others.length === 0
    const version = first === "-v" || first === "--version"
    if (version || (first === "version" && alone)) {
      printVersion(terminal, version)
      return true
    }
    // One lone flag behaves as if `-h` were appended.
    if (!alone || !first?.startsWith("-")) return false
    terminal.out(groupHelp(catalogue, undefined, terminal.width))
    return true
  },
  help(of, { out, width }) {
    if (of === undefined || typeof of === "string") out(groupHelp(catalogue, of, width))
    else out(commandHelp(of, catalogue.common, width))
  },
  async welcome({ terminal }) {
    terminal.out(
      "Welcome to prompt flow, answered by Millrace!\n\nUse `pf --version` to display the current version.\nHere are the base commands:\n\n",
    )
    terminal.out(groupHelp(catalogue, undefined, terminal.width))
  },
  misuse(fault, { err, width }) {
    err(misuseText(fault, catalogue, width))
    return 2
  },
  failure(thrown, command, { terminal, debug, env, words }) {
    const { activity, name, message } = described(thrown, command)
    const line = `pf.${activity} failed with ${name}: ${message}`
    terminal.out(`${terminal.onOut.bad(line)}\n`)
    if (debug && thrown instanceof Error) terminal.err(`${thrown.stack}\n`)
    if (env.PROMPTFLOW_STRUCTURE_EXCEPTION_OUTPUT?.toLowerCase() === "true") {
      const record = { ...failureRecord(thrown), millrace: undefined, command: ["pf", ...words].join(" ") }
      terminal.err(`${stringify(fromPlain(record), { item: ", ", key: ": " })}\n`)
    }
    const code = exitCodeOf(thrown)
    return code === 2 ? 1 : code
  },
}

function described(thrown: unknown, command: string): { activity: string; name: string; message: string } {
  const activity = command.replace(" ", ".")
  if (thrown instanceof PfFailure)
    return { activity: thrown.activity ?? activity, name: thrown.original, message: thrown.message }
  const error = toMillraceError(thrown)
  return { activity, name: className(error), message: error.message }
}

/** The version of the original whose behaviour this is, under the keys that scripts read, and our own. */
const VERSIONS = {
  promptflow: "1.18.5",
  "promptflow-core": "1.18.5",
  "promptflow-devkit": "1.18.5",
  "promptflow-tracing": "1.18.5",
  millrace: manifest.version,
}

/** `pf version`, and `pf -v` with what runs it. */
export function printVersion(terminal: Terminal, withExecutable: boolean): void {
  terminal.out(`${stringify(fromPlain(VERSIONS), { indent: 2 })}\n\n`)
  if (!withExecutable) return
  terminal.out(`Executable '${process.execPath}'\nNode (${process.platform}) ${process.versions.node}\n`)
}
