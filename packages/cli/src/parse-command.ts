import { CommanderError, Command as Parser, Option as ParserOption } from "commander"
import {
  type Catalogue,
  type Command,
  longFlag,
  type Option,
  optionKey,
  shortFlag,
  valueForm,
} from "./command.ts"
import { Given } from "./given.ts"
import { UsageFault } from "./usage-fault.ts"

/** What the words ask for: a command with its options, or the help text of a command, of a group or of everything. */
export type Request =
  | { kind: "run"; command: Command; given: Given }
  | { kind: "help"; of: Command | string | undefined }
  | { kind: "welcome" }

/** Reads what was typed after the program's name. Throws a `UsageFault`. */
export function parseRequest(catalogue: Catalogue, args: readonly string[]): Request {
  const [first, second] = args
  if (first === undefined) return { kind: "welcome" }
  if (isHelp(first)) return { kind: "help", of: undefined }
  if (first === "help") return helpOf(catalogue, args.slice(1))
  const single = catalogue.commands.find((c) => c.name === first)
  if (single) return parseLeaf(catalogue, single, args.slice(1))
  const members = catalogue.commands.filter((c) => c.name.startsWith(`${first} `))
  if (members.length === 0) throw unknownCommand(catalogue, "", first)
  if (second === undefined || isHelp(second)) return { kind: "help", of: first }
  if (catalogue.program === "pf" && second.startsWith("-"))
    throw new UsageFault({ kind: "unknown-option", words: [second], choices: [] })
  const command = members.find((c) => c.name === `${first} ${second}`)
  if (command === undefined) throw unknownCommand(catalogue, first, second)
  return parseLeaf(catalogue, command, args.slice(2))
}

function isHelp(word: string): boolean {
  return word === "-h" || word === "--help"
}

function helpOf(catalogue: Catalogue, words: readonly string[]): Request {
  const name = words.join(" ")
  if (name === "") return { kind: "help", of: undefined }
  const command = catalogue.commands.find((c) => c.name === name)
  if (command) return { kind: "help", of: command }
  if (catalogue.commands.some((c) => c.name.startsWith(`${name} `))) return { kind: "help", of: name }
  throw unknownCommand(catalogue, "", name)
}

function unknownCommand(catalogue: Catalogue, group: string, word: string): UsageFault {
  const names = catalogue.commands.map((c) => c.name.split(" "))
  const choices =
    group === "" ? names.map(([n]) => n ?? "") : names.filter(([g]) => g === group).map(([, n]) => n ?? "")
  return new UsageFault({ kind: "unknown-command", word, group, choices: [...new Set(choices)] })
}

function parseLeaf(catalogue: Catalogue, command: Command, args: readonly string[]): Request {
  const options = [...command.options, ...catalogue.common]
  const end = args.indexOf("--")
  if (args.slice(0, end < 0 ? undefined : end).some(isHelp)) return { kind: "help", of: command }
  const words = catalogue.program === "pf" ? spelledOut(command, options, args) : args
  const given = parseOptions(command, options, words)
  insist(command, options, given)
  return { kind: "run", command, given }
}

/** argparse takes any beginning of a long option that fits only one. */
function spelledOut(command: Command, options: readonly Option[], args: readonly string[]): string[] {
  const flags = [...options.map(longFlag), "--help"]
  return args.map((arg) => {
    const typed = /^--[^=]+/.exec(arg)?.[0]
    if (typed === undefined || flags.includes(typed)) return arg
    const choices = flags.filter((flag) => flag.startsWith(typed))
    if (choices.length > 1) throw new UsageFault({ kind: "ambiguous-option", word: typed, choices }, command)
    return choices.length === 1 ? `${choices[0]}${arg.slice(typed.length)}` : arg
  })
}

function parseOptions(command: Command, options: readonly Option[], args: readonly string[]): Given {
  const parser = new Parser(command.name).exitOverride().helpOption(false).allowExcessArguments(false)
  parser.configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
  for (const option of options) {
    const flags = [shortFlag(option), longFlag(option)].filter(Boolean).join(", ")
    parser.addOption(new ParserOption(`${flags} ${valueForm(option) ?? ""}`.trim(), option.text))
  }
  for (const word of command.words ?? []) parser.argument(word.form, word.text)
  try {
    parser.parse([...args], { from: "user" })
  } catch (error) {
    throw error instanceof CommanderError ? faultOf(error, command, options, args) : error
  }
  return new Given(parser.opts(), parser.args)
}

function faultOf(
  error: CommanderError,
  command: Command,
  options: readonly Option[],
  args: readonly string[],
): UsageFault {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? ""
  const flag = quoted.split(/[ ,=]+/).find((part) => part.startsWith("-")) ?? quoted
  switch (error.code) {
    case "commander.optionMissingArgument": {
      const option = options.find((o) => o.flags.split(/[ ,]+/).includes(flag))
      return new UsageFault(
        { kind: "missing-value", flag: option ? shownFlags(option) : flag, many: quoted.includes("...") },
        command,
      )
    }
    case "commander.missingArgument":
      return new UsageFault({ kind: "missing-word", word: quoted }, command)
    case "commander.excessArguments":
      return new UsageFault({ kind: "excess-words", words: excess(args, options) }, command)
    default:
      return new UsageFault(
        { kind: "unknown-option", words: [flag], choices: options.map(longFlag) },
        command,
      )
  }
}

/** Words that belong to no option. */
function excess(args: readonly string[], options: readonly Option[]): string[] {
  let open: Option | undefined
  return args.filter((arg) => {
    if (arg.startsWith("-")) {
      open = options.find(
        (o) => o.flags.split(/[ ,]+/).includes(arg.replace(/=.*/s, "")) && !arg.includes("="),
      )
      if (open && valueForm(open) === undefined) open = undefined
      return false
    }
    if (open === undefined) return true
    if (!valueForm(open)?.includes("...")) open = undefined
    return false
  })
}

/** The flags of an option as it was declared, `-n/--name`. */
export function shownFlags(option: Option): string {
  return option.flags
    .split(/[ ,]+/)
    .filter((part) => part.startsWith("-"))
    .join("/")
}

function insist(command: Command, options: readonly Option[], given: Given): void {
  const flags = options.filter((o) => o.required && !given.has(optionKey(o))).map(shownFlags)
  if (flags.length > 0) throw new UsageFault({ kind: "missing-option", flags }, command)
  for (const option of options) {
    const value = given.text(optionKey(option))
    if (option.numeric && value !== undefined && !isNumber(value, option.numeric)) {
      throw new UsageFault({ kind: "bad-number", flag: shownFlags(option), value }, command)
    }
    if (option.choices && value !== undefined && !option.choices.includes(value)) {
      throw new UsageFault(
        { kind: "bad-choice", flag: shownFlags(option), value, choices: option.choices },
        command,
      )
    }
  }
}

function isNumber(text: string, kind: true | "any"): boolean {
  return kind === "any" ? /^[+-]?\d+$/.test(text) : /^\d+$/.test(text) && Number(text) > 0
}
