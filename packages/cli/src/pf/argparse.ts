import { type Catalogue, type Command, type Option, valueForm } from "../command.ts"
import type { Misuse, UsageFault } from "../usage-fault.ts"

/** Text in the layout of Python's argparse, which scripts and people know from the original. */

const HELP_AT = 24
const HELP_OPTION: Option = { flags: "-h, --help", text: "show this help message and exit" }

/** `usage: pf flow test [-h] --flow FLOW …`, wrapped. */
function commandUsage(command: Command, common: readonly Option[], width: number): string {
  const prefix = `usage: pf ${command.name} `
  const options = [HELP_OPTION, ...command.options, ...common].filter((o) => !o.hidden).map(optionUsage)
  const words = (command.words ?? []).map((w) => wordUsage(w.form))
  const indent = " ".repeat(prefix.length)
  const whole = `${prefix}${[...options, ...words].join(" ")}`
  if (whole.length <= width - 2) return whole
  const lines = [...flow(options, width - 2 - prefix.length), ...flow(words, width - 2 - prefix.length)]
  return `${prefix}${lines.join(`\n${indent}`)}`
}

/** `usage: pf [-h] [-v] {config,…} ...`, or that of a group. */
function groupUsage(catalogue: Catalogue, group: string | undefined, width: number): string {
  const head = group === undefined ? "usage: pf [-h] [-v]" : `usage: pf ${group} [-h]`
  const tail = `${choicesText(namesOf(catalogue, group))} ...`
  if (`${head} ${tail}`.length <= width - 2) return `${head} ${tail}`
  const indent = " ".repeat(group === undefined ? "usage: pf ".length : `usage: pf ${group} `.length)
  const [choices = "", dots = ""] = tail.split(" ")
  return `${head}\n${indent}${`${choices} ${dots}`.length + indent.length <= width - 2 ? tail : `${choices}\n${indent}${dots}`}`
}

export function commandHelp(command: Command, common: readonly Option[], width: number): string {
  const parts = [commandUsage(command, common, width), ...fill(command.sentence, width - 2)]
  const blocks = [parts[0] as string, parts.slice(1).join("\n")]
  const words = (command.words ?? []).map((w): [string, string] => [w.form.replace(/[<>[\].]/g, ""), w.text])
  if (words.length > 0) blocks.push(`positional arguments:\n${rows(words, width)}`)
  const options = [HELP_OPTION, ...command.options, ...common].filter((o) => !o.hidden)
  blocks.push(
    `options:\n${rows(
      options.map((o): [string, string] => [flagsText(o), o.text]),
      width,
    )}`,
  )
  if (command.examples.length > 0) {
    blocks.push(`Examples:\n\n${command.examples.map((e) => `# ${e.text}:\npf ${e.line}`).join("\n")}`)
  }
  return `${blocks.join("\n\n")}\n`
}

export function groupHelp(catalogue: Catalogue, group: string | undefined, width: number): string {
  const names = namesOf(catalogue, group)
  const sentence =
    group === undefined
      ? catalogue.sentence
      : (catalogue.groups.find((g) => g.name === group)?.sentence ?? "")
  const texts = names.map((name): [string, string] => {
    const command = catalogue.commands.find(
      (c) => c.name === (group === undefined ? name : `${group} ${name}`),
    )
    return [`  ${name}`, command?.sentence ?? catalogue.groups.find((g) => g.name === name)?.sentence ?? ""]
  })
  const options: [string, string][] = [["-h, --help", "show this help message and exit"]]
  if (group === undefined) options.push(["-v, --version", "show current CLI version and exit"])
  return `${[
    groupUsage(catalogue, group, width),
    fill(sentence, width - 2).join("\n"),
    `positional arguments:\n${rows([[choicesText(names), ""], ...texts], width)}`,
    `options:\n${rows(options, width)}`,
  ].join("\n\n")}\n`
}

/** Usage and error line of words that argparse would refuse. */
export function misuseText({ misuse, command }: UsageFault, catalogue: Catalogue, width: number): string {
  const leftOver = misuse.kind === "unknown-option" || misuse.kind === "excess-words"
  if (leftOver) return `${groupUsage(catalogue, undefined, width)}\npf: error: ${sentence(misuse)}\n`
  if (misuse.kind === "unknown-command") {
    const group = misuse.group === "" ? undefined : misuse.group
    return `${groupUsage(catalogue, group, width)}\npf${group ? ` ${group}` : ""}: error: ${sentence(misuse)}\n`
  }
  const usage =
    command === undefined
      ? groupUsage(catalogue, undefined, width)
      : commandUsage(command, catalogue.common, width)
  return `${usage}\npf ${command?.name ?? ""}: error: ${sentence(misuse)}\n`
}

function sentence(misuse: Misuse): string {
  switch (misuse.kind) {
    case "unknown-command":
      return `argument ${choicesText(misuse.choices)}: invalid choice: '${misuse.word}' (choose from ${quoted(misuse.choices)})`
    case "unknown-option":
    case "excess-words":
      return `unrecognized arguments: ${misuse.words.join(" ")}`
    case "ambiguous-option":
      return `ambiguous option: ${misuse.word} could match ${misuse.choices.join(", ")}`
    case "missing-option":
      return `the following arguments are required: ${misuse.flags.join(", ")}`
    case "missing-word":
      return `the following arguments are required: ${misuse.word}`
    case "missing-value":
      return `argument ${misuse.flag}: expected ${misuse.many ? "at least one argument" : "one argument"}`
    case "bad-number":
      return `argument ${misuse.flag}: invalid int value: '${misuse.value}'`
    case "bad-choice":
      return `argument ${misuse.flag}: invalid choice: '${misuse.value}' (choose from ${quoted(misuse.choices)})`
  }
}

/** First or second words, in the order of the catalogue. */
function namesOf(catalogue: Catalogue, group: string | undefined): string[] {
  if (group === undefined) return catalogue.groups.map((g) => g.name)
  return catalogue.commands
    .filter((c) => c.name.startsWith(`${group} `))
    .map((c) => c.name.slice(group.length + 1))
}

function optionUsage(option: Option): string {
  const [first = ""] = option.flags.split(/[ ,]+/)
  const text = `${first}${valueText(option)}`
  return option.required ? text : `[${text}]`
}

/** `-f FILE, --file FILE` */
function flagsText(option: Option): string {
  return option.flags
    .split(/[ ,]+/)
    .filter((part) => part.startsWith("-"))
    .map((flag) => `${flag}${valueText(option)}`)
    .join(", ")
}

/** ` FILE`, ` INPUTS [INPUTS ...]`, ` [PAIRS ...]`, ` {json,table}`; nothing for a switch. */
function valueText(option: Option): string {
  const form = valueForm(option)
  if (form === undefined) return ""
  if (option.choices) return ` ${choicesText(option.choices)}`
  const name = form.replace(/[<>[\].]/g, "")
  if (!form.includes("...")) return ` ${name}`
  return form.startsWith("<") ? ` ${name} [${name} ...]` : ` [${name} ...]`
}

function wordUsage(form: string): string {
  const name = form.replace(/[<>[\].]/g, "")
  return form.includes("...") ? `${name} [${name} ...]` : name
}

/** Left column and help text; a left part that is too long takes a line of its own. */
function rows(pairs: readonly (readonly [string, string])[], width: number): string {
  const longest = Math.max(...pairs.map(([left]) => left.length))
  const at = Math.min(HELP_AT, longest + 4)
  const room = Math.max(11, width - 2 - at)
  return pairs
    .flatMap(([left, text]) => {
      const lines = text === "" ? [] : fill(text, room)
      const first =
        left.length <= at - 4 ? [`  ${left.padEnd(at - 2)}${lines.shift() ?? ""}`.trimEnd()] : [`  ${left}`]
      return [...first, ...lines.map((line) => " ".repeat(at) + line)]
    })
    .join("\n")
}

function flow(parts: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + part.length <= width)
      lines[lines.length - 1] = `${last} ${part}`
    else lines.push(part)
  }
  return lines
}

function fill(text: string, width: number): string[] {
  return flow(text.split(" "), width)
}

function choicesText(choices: readonly string[]): string {
  return `{${choices.join(",")}}`
}
function quoted(choices: readonly string[]): string {
  return choices.map((c) => `'${c}'`).join(", ")
}
