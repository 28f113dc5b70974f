import { createInterface } from "node:readline/promises"
import { MillraceError } from "@internal/schema"
import type { Terminal } from "./terminal.ts"
import { typedSecret } from "./typed-secret.ts"

/** Asks until the answer is y or n. Without an answer (end of input) it is an error that names `--yes`. */
export async function confirm(
  question: string,
  ask: (text: string) => void,
  again: string,
): Promise<boolean> {
  const lines = createInterface({ input: process.stdin })
  try {
    ask(`${question} [y/n]`)
    for await (const line of lines) {
      const answer = line.trim().toLowerCase()
      if (answer === "y" || answer === "n") return answer === "y"
      ask(again)
    }
  } finally {
    lines.close()
  }
  throw new MillraceError(
    "USAGE",
    { reason: "Nobody answered." },
    { hint: "Say --yes to go on without being asked." },
  )
}

/** Reads a line that shows as stars while it is typed, until one is not empty. `write` is where it is asked. */
export async function askSecret(
  question: string,
  terminal: Terminal,
  write: (text: string) => void,
): Promise<string> {
  if (!terminal.inIsTerminal) {
    throw new MillraceError(
      "USAGE",
      { reason: `${question} is needed, and there is no terminal to ask on.` },
      { hint: "Give it with --set NAME=value." },
    )
  }
  for (;;) {
    write(`${question}: `)
    const secret = await typedSecret(process.stdin, write)
    write("\n")
    if (secret !== "") return secret
    write(`${terminal.onErr.warn("Secret can't be empty.")}\n`)
  }
}
