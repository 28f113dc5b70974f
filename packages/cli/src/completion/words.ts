import { type Catalogue, type Command, longFlag, type Option, shortFlag, valueForm } from "../command.ts"

/** What a shell has to know about one option. */
export interface Flag {
  long: string
  short?: string
  text: string
  takesValue: boolean
  choices: readonly string[]
  files: boolean
}

/** First words, then second words by first word. */
export function firstWords(catalogue: Catalogue): Map<string, string> {
  const words = new Map(catalogue.groups.map((g) => [g.name, g.sentence]))
  for (const c of catalogue.commands) if (!c.name.includes(" ")) words.set(c.name, c.sentence)
  return words
}

export function membersOf(catalogue: Catalogue, group: string): [string, Command][] {
  return catalogue.commands
    .filter((c) => c.name.startsWith(`${group} `))
    .map((c) => [c.name.slice(group.length + 1), c])
}

export function flagsOf(catalogue: Catalogue, command: Command): Flag[] {
  const help: Option = { flags: "-h, --help", text: "Help." }
  return [...command.options, ...catalogue.common, help]
    .filter((o) => !o.hidden)
    .map((o) => {
      const short = shortFlag(o)
      return {
        long: longFlag(o),
        ...(short && { short }),
        text: o.text.replace(/\.$/, ""),
        takesValue: valueForm(o) !== undefined,
        choices: o.choices ?? [],
        files: o.completes !== undefined,
      }
    })
}
