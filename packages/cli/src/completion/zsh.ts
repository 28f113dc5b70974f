import type { Catalogue, Command } from "../command.ts"
import { firstWords, flagsOf, membersOf } from "./words.ts"

/** A zsh script with descriptions. */
export function zshCompletion(catalogue: Catalogue): string {
  const { program } = catalogue
  const singles = catalogue.commands.filter((c) => !c.name.includes(" "))
  const groups = catalogue.groups.map(({ name }) => {
    const members = membersOf(catalogue, name)
    const cases = members.map(([word, c]) => `        ${word}) ${argumentsOf(catalogue, c)} ;;`)
    return `    ${name})
      if (( CURRENT == 3 )); then
        local -a members=(${members.map(([word, c]) => described(word, c.sentence)).join(" ")})
        _describe command members
        return
      fi
      shift 2 words; (( CURRENT -= 2 ))
      case $words[1] in
${cases.join("\n")}
      esac ;;`
  })
  return `#compdef ${program}
# ${program} completion for zsh
_${program}() {
  if (( CURRENT == 2 )); then
    local -a commands=(${Array.from(firstWords(catalogue), ([word, text]) => described(word, text)).join(" ")})
    _describe command commands
    return
  fi
  case $words[2] in
${groups.join("\n")}
${singles.map((c) => `    ${c.name}) shift words; (( CURRENT -= 1 )); ${argumentsOf(catalogue, c)} ;;`).join("\n")}
  esac
}
if [ "$funcstack[1]" = "_${program}" ]; then _${program} "$@"; else compdef _${program} ${program}; fi
`
}

function argumentsOf(catalogue: Catalogue, command: Command): string {
  const specs = flagsOf(catalogue, command).map((f) => {
    const value = !f.takesValue
      ? ""
      : f.choices.length > 0
        ? `:value:(${f.choices.join(" ")})`
        : f.files
          ? ":file:_files"
          : ":value: "
    return quoted(`${f.long}[${f.text.replace(/[[\]]/g, "\\$&").replace(/:/g, "\\:")}]${value}`)
  })
  return `_arguments ${specs.join(" ")} ${quoted("*::file:_files")}`
}

function described(word: string, text: string): string {
  return quoted(`${word}:${text.replace(/:/g, "\\:")}`)
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`
}
