import type { Context } from "./context.ts"
import type { Given } from "./given.ts"

/**
 * A command, as data: the parser, the help text, completion and `docs/reference/cli.md` are all made from it. What it
 * does is a module of its own, loaded when the command runs.
 */
export interface Command {
  /** Words after the program's name: `flow test`. */
  name: string
  /** One sentence. */
  sentence: string
  /** The commonest uses: what it does, and the words after the program's name. */
  examples: readonly Example[]
  /** Positional words, as commander writes them: `<name>`, `[pair...]`. */
  words?: readonly Word[]
  options: readonly Option[]
  load(): Promise<Action>
}

export interface Example {
  text: string
  line: string
}

export interface Word {
  form: string
  text: string
}

export interface Option {
  /** As commander writes them: `-n, --name <name>`, `--inputs <pair...>`. */
  flags: string
  text: string
  /** Heading in the help text. Default `Options`. */
  group?: string
  required?: boolean
  /** Accepted, not shown. */
  hidden?: boolean
  choices?: readonly string[]
  /** Its value is a positive whole number; `any`: any whole number. */
  numeric?: boolean | "any"
  /** What the shell completes for its value. */
  completes?: "file" | "folder"
}

/** Answers the exit code; nothing means 0. Errors are thrown. */
// biome-ignore lint/suspicious/noConfusingVoidType: most actions end without saying anything
export type Action = (given: Given, context: Context) => Promise<number | void>

export interface Group {
  name: string
  sentence: string
}

/** What a program answers to. */
export interface Catalogue {
  program: "millrace" | "pf"
  sentence: string
  groups: readonly Group[]
  commands: readonly Command[]
  /** Options that every command has. */
  common: readonly Option[]
}

/** `--column-mapping <pair...>` → `columnMapping`, the name under which a value is kept. */
export function optionKey(option: Option): string {
  return longFlag(option)
    .replace(/^--(no-)?/, "")
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

export function longFlag(option: Option): string {
  const long = option.flags.split(/[ ,|]+/).find((part) => part.startsWith("--"))
  if (long === undefined) throw new TypeError(`an option needs a long flag: ${option.flags}`)
  return long
}

export function shortFlag(option: Option): string | undefined {
  return option.flags.split(/[ ,|]+/).find((part) => /^-[^-]/.test(part))
}

/** `<pair...>` of `--inputs <pair...>`; undefined for a switch. */
export function valueForm(option: Option): string | undefined {
  return /[<[][^>\]]+[>\]]/.exec(option.flags)?.[0]
}
