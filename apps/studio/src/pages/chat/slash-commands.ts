/** What can be done in a conversation by writing it: "/new". */
export interface SlashCommand {
  name: string
  hint: string
  disabled?: boolean
  run(): void
}

/** Commands that what is written may become: only while it is one word that begins with a slash. */
export function matchingCommands(text: string, commands: readonly SlashCommand[]): SlashCommand[] {
  const [, word] = /^\/(\S*)$/.exec(text) ?? []
  return word === undefined
    ? []
    : commands.filter(({ name, disabled }) => !disabled && name.startsWith(word.toLowerCase()))
}
