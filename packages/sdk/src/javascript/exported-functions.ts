/** A function that a file exports. */
export interface ExportedFunction {
  /** `default` where it has none. */
  name: string
  isDefault: boolean
  async: boolean
  generator: boolean
  /** What stands between the parentheses of its parameters. */
  inside: string
}

type Written = Omit<ExportedFunction, "name" | "isDefault"> & { name: string | undefined }

const NAME = "[A-Za-z_$][\\w$]*"
/** Up to a declaration's value: past its type, in which `=>` may stand. */
const UNTIL_VALUE = "(?:[^=;]|=>)*?=(?![>=])\\s*"

/** The functions that a JavaScript or TypeScript file without comments exports, as module or as CommonJS. */
export function exportedFunctions(source: string): ExportedFunction[] {
  const found: ExportedFunction[] = []
  const add = (written: Written | undefined, name: string | undefined, isDefault = false): void => {
    if (written) found.push({ ...written, name: written.name ?? name ?? "default", isDefault })
  }
  for (const at of ends(source, /\bexport\s+default\s+|\bmodule\.exports\s*=\s*/g))
    add(writtenAt(source, at) ?? named(source, wordAt(source, at)), undefined, true)
  for (const at of ends(source, /\bexport\s+(?=(?:async\s+)?function\b)/g))
    add(writtenAt(source, at), undefined)
  for (const [, name, at] of matches(source, `\\bexport\\s+(?:const|let|var)\\s+(${NAME})${UNTIL_VALUE}`))
    add(writtenAt(source, at), name)
  for (const [, name, at] of matches(
    source,
    `(?<!\\.)\\bexports\\.(${NAME})\\s*=\\s*|\\bmodule\\.exports\\.(${NAME})\\s*=\\s*`,
  ))
    add(writtenAt(source, at) ?? named(source, wordAt(source, at)), name)
  for (const [, list = ""] of matches(source, "\\bexport\\s*\\{([^}]*)\\}(?!\\s*from)")) {
    for (const item of list.split(",")) {
      const [own = "", , other = own] = item.trim().split(/\s+/)
      add(named(source, own), other, other === "default")
    }
  }
  for (const [, list = ""] of matches(source, "\\bmodule\\.exports\\s*=\\s*\\{([^}]*)\\}")) {
    for (const item of list.split(",")) {
      const [own = "", value = own] = item.split(":").map((part) => part.trim())
      add(named(source, value), own)
    }
  }
  return found
}

/** The function that a name stands for, where the file declares it. */
function named(source: string, name: string): Written | undefined {
  if (!new RegExp(`^${NAME}$`).test(name)) return
  const word = name.replaceAll("$", "\\$")
  const starts = [
    `(?<![\\w$.])(?=(?:async\\s+)?function\\s*\\*?\\s*${word}(?![\\w$]))`,
    `(?<![\\w$.])(?:const|let|var)\\s+${word}(?![\\w$])${UNTIL_VALUE}`,
  ]
  for (const start of starts) {
    const at = ends(source, new RegExp(start, "g"))[0]
    const written = at === undefined ? undefined : writtenAt(source, at)
    if (written) return { ...written, name }
  }
  return
}

/** The function that is written at a place: `function`, or an arrow. */
function writtenAt(source: string, at: number): Written | undefined {
  const head = sticky(source, at, `(async\\s+)?function\\s*(\\*?)\\s*(${NAME})?\\s*(?:<[^>(]*>)?\\s*\\(`)
  if (head) {
    const open = at + head[0].length - 1
    const inside = source.slice(open + 1, closing(source, open))
    return { name: head[3], async: head[1] !== undefined, generator: head[2] === "*", inside }
  }
  const single = sticky(source, at, `(async\\s+)?(${NAME})\\s*=>`)
  if (single)
    return { name: undefined, async: single[1] !== undefined, generator: false, inside: single[2] ?? "" }
  const arrow = sticky(source, at, "(async\\s*)?(?:<[^>(]*>\\s*)?\\(")
  if (!arrow) return
  const open = at + arrow[0].length - 1
  const end = closing(source, open)
  if (!/^\s*(?:=>|:)/.test(source.slice(end + 1, end + 200))) return
  return {
    name: undefined,
    async: arrow[1] !== undefined,
    generator: false,
    inside: source.slice(open + 1, end),
  }
}

function sticky(source: string, at: number, pattern: string): RegExpExecArray | null {
  const expression = new RegExp(pattern, "y")
  expression.lastIndex = at
  return expression.exec(source)
}

function wordAt(source: string, at: number): string {
  return sticky(source, at, NAME)?.[0] ?? ""
}

function ends(source: string, pattern: RegExp): number[] {
  return Array.from(source.matchAll(pattern), (match) => match.index + match[0].length)
}

/** What matches, its first group that is there, and where it ends. */
function matches(source: string, pattern: string): [string, string | undefined, number][] {
  return Array.from(source.matchAll(new RegExp(pattern, "g")), (match) => [
    match[0],
    match.slice(1).find((group) => group !== undefined),
    match.index + match[0].length,
  ])
}

/** Where the bracket at `open` is closed. */
export function closing(text: string, open: number): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    const c = text[i] as string
    if ("\"'`".includes(c)) i = endOfString(text, i)
    else if ("([{".includes(c)) depth++
    else if (")]}".includes(c) && --depth === 0) return i
  }
  return text.length
}

/** Where the text that begins at `start` with a quote ends. */
export function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++
    else if (text[i] === text[start]) return i
  }
  return text.length
}
