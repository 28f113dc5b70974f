import { type Catalogue, type Command, type Option, shortFlag } from "./command.ts"
import type { Style } from "./terminal/style.ts"
import { cells, wrap } from "./terminal/text.ts"

const INDENT = "  "

/** Help of one command: the sentence, the commonest uses, the options by group. */
export function commandHelp(catalogue: Catalogue, command: Command, width: number, style: Style): string {
  const { program } = catalogue
  const required = command.options
    .filter((o) => o.required && !o.hidden)
    .map((o) => o.flags.replace(/^-\w, /, ""))
  const words = (command.words ?? []).map((w) => w.form)
  const lines = [
    ...wrap(command.sentence, width),
    "",
    `${INDENT}${[program, command.name, ...required, ...words, "[options]"].join(" ")}`,
  ]
  if (command.examples.length > 0) lines.push("", style.strong("Examples"))
  for (const { text, line } of command.examples) {
    lines.push(`${INDENT}${style.faint(`# ${text}`)}`, `${INDENT}${program} ${line}`)
  }
  if (command.words?.length)
    lines.push(
      "",
      style.strong("Words"),
      ...pairs(
        command.words.map((w) => [w.form, w.text]),
        width,
      ),
    )
  for (const [group, options] of byGroup([...command.options, ...catalogue.common])) {
    lines.push("", style.strong(group), ...pairs(options.map(optionRow), width))
  }
  return `${lines.join("\n")}\n`
}

/** Help of a group such as `run`. */
export function groupHelp(catalogue: Catalogue, name: string, width: number, style: Style): string {
  const group = catalogue.groups.find((g) => g.name === name)
  const members = catalogue.commands.filter((c) => c.name.startsWith(`${name} `))
  const rows = members.map((c): [string, string] => [c.name, c.sentence])
  const tail = `${catalogue.program} ${name} <command> --help says more about one of them.`
  return [
    ...wrap(group?.sentence ?? name, width),
    "",
    style.strong("Commands"),
    ...pairs(rows, width),
    "",
    tail,
    "",
  ].join("\n")
}

/** Help of the whole program. */
export function programHelp(catalogue: Catalogue, width: number, style: Style): string {
  const single = catalogue.commands.filter((c) => !c.name.includes(" "))
  const lines = [...wrap(catalogue.sentence, width), "", `${INDENT}${catalogue.program} <command> [options]`]
  for (const group of catalogue.groups) {
    const members = catalogue.commands.filter((c) => c.name.startsWith(`${group.name} `))
    const rows = members.map((c): [string, string] => [c.name, c.sentence])
    lines.push("", style.strong(group.sentence.replace(/\.$/, "")), ...pairs(rows, width))
  }
  const rows = single.map((c): [string, string] => [c.name, c.sentence])
  lines.push("", style.strong("More"), ...pairs(rows, width))
  lines.push("", `${catalogue.program} <command> --help shows examples and every option.`, "")
  return lines.join("\n")
}

/** Options under their headings, in the order in which the headings first appear; hidden ones are left out. */
export function byGroup(options: readonly Option[]): [string, Option[]][] {
  const groups = new Map<string, Option[]>()
  for (const option of options) {
    if (option.hidden) continue
    const name = option.group ?? "Options"
    groups.set(name, [...(groups.get(name) ?? []), option])
  }
  return [...groups]
}

export function optionText(option: Option): string {
  const choices = option.choices ? ` (${option.choices.join(", ")})` : ""
  return `${option.text}${choices}${option.required ? " Required." : ""}`
}

function optionRow(option: Option): [string, string] {
  return [shortFlag(option) === undefined ? `    ${option.flags}` : option.flags, optionText(option)]
}

function pairs(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.min(34, Math.max(...rows.map(([name]) => cells(name))))
  const room = Math.max(24, width - left - 4)
  return rows.flatMap(([name, text]) => {
    const lines = wrap(text, room)
    const beside =
      cells(name) <= left
        ? [`${INDENT}${name.padEnd(left)}${INDENT}${lines.shift() ?? ""}`]
        : [`${INDENT}${name}`]
    return [...beside, ...lines.map((line) => `${INDENT}${" ".repeat(left)}${INDENT}${line}`)].map((l) =>
      l.trimEnd(),
    )
  })
}
