import type { Catalogue } from "../command.ts"
import { firstWords, flagsOf, membersOf } from "./words.ts"

/** A fish script with descriptions. */
export function fishCompletion(catalogue: Catalogue): string {
  const { program } = catalogue
  const lines = [`# ${program} completion for fish`, `complete -c ${program} -f`]
  for (const [word, text] of firstWords(catalogue)) {
    lines.push(`complete -c ${program} -n __fish_use_subcommand -a ${word} -d ${quoted(text)}`)
  }
  for (const { name } of catalogue.groups) {
    const members = membersOf(catalogue, name)
    const open = `__fish_seen_subcommand_from ${name}; and not __fish_seen_subcommand_from ${members.map(([w]) => w).join(" ")}`
    for (const [word, c] of members) {
      lines.push(`complete -c ${program} -n ${quoted(open)} -a ${word} -d ${quoted(c.sentence)}`)
    }
  }
  for (const command of catalogue.commands) {
    const when = command.name
      .split(" ")
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join("; and ")
    for (const flag of flagsOf(catalogue, command)) {
      const short = flag.short ? ` -s ${flag.short.slice(1)}` : ""
      const value = !flag.takesValue
        ? ""
        : flag.choices.length > 0
          ? ` -x -a ${quoted(flag.choices.join(" "))}`
          : flag.files
            ? " -r -F"
            : " -x"
      lines.push(
        `complete -c ${program} -n ${quoted(when)} -l ${flag.long.slice(2)}${short}${value} -d ${quoted(flag.text)}`,
      )
    }
  }
  return `${lines.join("\n")}\n`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`
}
