import type { Catalogue } from "../command.ts"
import { firstWords, flagsOf, membersOf } from "./words.ts"

/** A bash script: commands, then options, then files or choices as an option's value. */
export function bashCompletion(catalogue: Catalogue): string {
  const { program } = catalogue
  const groups = catalogue.groups.map(
    (g) =>
      `    ${g.name}) words="${membersOf(catalogue, g.name)
        .map(([n]) => n)
        .join(" ")}" ;;`,
  )
  const flags = catalogue.commands.map(
    (c) =>
      `    "${c.name}") words="${flagsOf(catalogue, c)
        .map((f) => f.long)
        .join(" ")}" ;;`,
  )
  const values = catalogue.commands.flatMap((c) =>
    flagsOf(catalogue, c)
      .filter((f) => f.takesValue)
      .map(
        (f) =>
          `    "${c.name} ${f.long}") ${f.choices.length > 0 ? `words="${f.choices.join(" ")}"` : "return"} ;;`,
      ),
  )
  return `# ${program} completion for bash
_${program}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...firstWords(catalogue).keys()].join(" ")}" -- "$current"))
    return
  fi
  local command="\${COMP_WORDS[1]}"
  case "$command" in
${groups.join("\n")}
  esac
  if [ -n "$words" ]; then
    if [ "$COMP_CWORD" -eq 2 ]; then
      COMPREPLY=($(compgen -W "$words" -- "$current"))
      return
    fi
    command="$command \${COMP_WORDS[2]}"
  fi
  words=""
  case "$command $before" in
${values.join("\n")}
  *) case "$command" in
${flags.join("\n")}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _${program} ${program}
`
}
