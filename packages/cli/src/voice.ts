import { nearest } from "@internal/schema"
import { fromPlain, stringify } from "@internal/value"
import { catalogue } from "./catalogue.ts"
import { errorBlock, exitCodeOf, failureRecord } from "./failure.ts"
import { commandHelp, groupHelp, programHelp } from "./help.ts"
import type { Voice } from "./main.ts"
import type { UsageFault } from "./usage-fault.ts"

/** How `millrace` speaks. */
export const voice: Voice = {
  catalogue,
  // The launcher answers --version before this program is even loaded.
  early: () => false,
  help(of, terminal) {
    const width = Math.min(terminal.width, 110)
    const { out, onOut } = terminal
    if (of === undefined) out(programHelp(catalogue, width, onOut))
    else if (typeof of === "string") out(groupHelp(catalogue, of, width, onOut))
    else out(commandHelp(catalogue, of, width, onOut))
  },
  async welcome(context) {
    const { welcome } = await import("./commands/welcome.ts")
    await welcome(context)
  },
  misuse(fault, terminal) {
    const { what, hint } = words(fault)
    const { bad, strong } = terminal.onErr
    terminal.err(`${bad("error")} ${strong("USAGE")}\n  ${what}\n  ${hint}\n`)
    return 2
  },
  failure(thrown, _command, { terminal, debug, cwd, json }) {
    const { err, out, onErr, width } = terminal
    if (json) out(`${stringify(fromPlain(failureRecord(thrown)), { indent: 2 })}\n`)
    err(errorBlock(thrown, { style: onErr, width, debug, cwd }))
    return exitCodeOf(thrown)
  },
}

function words({ misuse, command }: UsageFault): { what: string; hint: string } {
  const help = `millrace ${command?.name ?? ""} --help`.replace("  ", " ")
  switch (misuse.kind) {
    case "unknown-command": {
      const near = meant(misuse.word, misuse.choices)
      const name = `millrace ${misuse.group}`.trim()
      const hint = near ? `did you mean ${name} ${near}?` : `${name} has ${misuse.choices.join(", ")}`
      return { what: `there is no command ${name} ${misuse.word}`, hint }
    }
    case "unknown-option": {
      const near = meant(misuse.words[0] ?? "", misuse.choices)
      const what = `millrace ${command?.name} has no option ${misuse.words.join(" ")}`
      return { what, hint: near ? `did you mean ${near}?` : help }
    }
    case "ambiguous-option":
      return { what: `${misuse.word} could be ${misuse.choices.join(" or ")}`, hint: help }
    case "missing-option":
      return {
        what: `millrace ${command?.name} needs ${misuse.flags.map((f) => f.split("/").at(-1)).join(" and ")}`,
        hint: help,
      }
    case "missing-value":
      return { what: `${misuse.flag} needs ${misuse.many ? "at least one value" : "a value"}`, hint: help }
    case "bad-choice":
      return {
        what: `${misuse.flag} is one of ${misuse.choices.join(", ")}, not ${misuse.value}`,
        hint: help,
      }
    case "bad-number":
      return { what: `${misuse.flag} is a positive whole number, not ${misuse.value}`, hint: help }
    case "missing-word":
      return { what: `millrace ${command?.name} needs <${misuse.word}>`, hint: help }
    case "excess-words":
      return {
        what: `millrace ${command?.name} does not know what to do with ${misuse.words.join(" ")}`,
        hint: help,
      }
  }
}

/** What was begun, or what was misspelt. */
function meant(word: string, choices: readonly string[]): string | undefined {
  return choices.find((choice) => word !== "" && choice.startsWith(word)) ?? nearest(word, choices)
}
