/** Names that a template reads or that a tool's function takes, as far as its text shows; undefined where nobody can say. */
export function sourceInputs(
  kind: string,
  text: string,
  templateVariables: (text: string) => Iterable<string>,
): string[] | undefined {
  try {
    if (kind === "llm" || kind === "prompt") return [...templateVariables(text)]
    if (kind === "python") return pythonParameters(text)
  } catch {
    // a file that is being typed
  }
  return undefined
}

/** Parameters of the function under `@tool`, read as text. */
function pythonParameters(text: string): string[] | undefined {
  const start = /@tool\b[^\n]*\n(?:\s*(?:@|#)[^\n]*\n)*\s*(?:async\s+)?def\s+\w+\s*\(/.exec(text)
  if (!start) return undefined
  const names: string[] = []
  let depth = 0
  let part = ""
  for (const letter of text.slice(start.index + start[0].length)) {
    if (letter === ")" && depth === 0) break
    if ("([{".includes(letter)) depth++
    if (")]}".includes(letter)) depth--
    if (letter === "," && depth === 0) {
      names.push(part)
      part = ""
    } else part += letter
  }
  names.push(part)
  return names.flatMap((parameter) => {
    const name = /^\s*(?:#[^\n]*\n\s*)*(\*{0,2}\w+)/.exec(parameter)?.[1]
    return name === undefined || name.startsWith("*") || name === "self" ? [] : [name]
  })
}
