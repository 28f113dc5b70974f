import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { MillraceError } from "@internal/schema"
import type { Terminal } from "./terminal.ts"

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

/** Reads a line that is not shown while it is typed. */
export async function askSecret(question: string, terminal: Terminal): Promise<string> {
  if (!terminal.inIsTerminal) {
    throw new MillraceError(
      "USAGE",
      { reason: `${question} is needed, and there is no terminal to ask on.` },
      { hint: "Give it with --set NAME=value." },
    )
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  terminal.err(`${question}: `)
  try {
    return await lines.question("")
  } finally {
    lines.close()
    terminal.err("\n")
  }
}
