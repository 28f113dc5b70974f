import type { Command } from "./command.ts"

/** What is wrong with the words that were typed; each program says it in its own voice. */
export type Misuse =
  | { kind: "unknown-command"; word: string; group: string; choices: readonly string[] }
  | { kind: "unknown-option"; words: readonly string[]; choices: readonly string[] }
  | { kind: "ambiguous-option"; word: string; choices: readonly string[] }
  | { kind: "missing-option"; flags: readonly string[] }
  | { kind: "missing-value"; flag: string; many: boolean }
  | { kind: "bad-choice"; flag: string; value: string; choices: readonly string[] }
  | { kind: "bad-number"; flag: string; value: string }
  | { kind: "missing-word"; word: string }
  | { kind: "excess-words"; words: readonly string[] }

export class UsageFault extends Error {
  override readonly name = "UsageFault"
  readonly misuse: Misuse
  readonly command: Command | undefined

  constructor(misuse: Misuse, command?: Command) {
    super(misuse.kind)
    this.misuse = misuse
    this.command = command
  }
}
