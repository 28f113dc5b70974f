import { FOLD, TITLE } from "./characters.generated.ts"

interface Table {
  runs: string[]
  odd: string[]
}

function characterMap({ runs, odd }: Table): Map<string, string> {
  const map = new Map<string, string>()
  for (const run of runs) {
    const [first = "", count, distance] = run.split(",")
    const start = Number.parseInt(first, 16)
    for (let c = start; c < start + Number(count); c++) {
      map.set(String.fromCodePoint(c), String.fromCodePoint(c + Number(distance)))
    }
  }
  for (const entry of odd) {
    const [character = ""] = entry
    map.set(character, entry.slice(character.length))
  }
  return map
}

let titles: Map<string, string> | undefined
let folds: Map<string, string> | undefined

/** One character in title case: `ǆ` becomes `ǅ` and `ß` becomes `Ss`. */
function titleCharacter(c: string): string {
  titles ??= characterMap(TITLE)
  return titles.get(c) ?? c.toUpperCase()
}

export function casefold(s: string): string {
  folds ??= characterMap(FOLD)
  const map = folds
  let out = ""
  for (const c of s) out += map.get(c) ?? c.toLowerCase()
  return out
}

export function capitalize(s: string): string {
  const [first = ""] = s
  return titleCharacter(first) + lowerAfter(first, s.slice(first.length))
}

/** Lower case of `rest` as it stands after `before`, so that a final sigma is seen as final. */
function lowerAfter(before: string, rest: string): string {
  return rest.includes("Σ")
    ? (before + rest).toLowerCase().slice(before.toLowerCase().length)
    : rest.toLowerCase()
}

const CASED = /[\p{Lowercase}\p{Uppercase}\p{Lt}]/u

/** Python's `s.title()`: a word is a run of cased characters. */
export function titleCase(s: string): string {
  let out = ""
  let inside = false
  const lower = s.includes("Σ") ? lowerPerCharacter(s) : undefined
  let i = 0
  for (const c of s) {
    out += inside ? (lower?.[i] ?? c.toLowerCase()) : titleCharacter(c)
    inside = CASED.test(c)
    i++
  }
  return out
}

/** Lower case of each character in its place: only the final sigma depends on it. */
function lowerPerCharacter(s: string): string[] {
  const characters = Array.from(s)
  return characters.map((c, i) => {
    if (c !== "Σ") return c.toLowerCase()
    const before = characters.slice(0, i).join("")
    return (
      (before + c + characters.slice(i + 1).join("")).toLowerCase().slice(before.toLowerCase().length)[0] ??
      "σ"
    )
  })
}

export function swapCase(s: string): string {
  const lower = s.includes("Σ") ? lowerPerCharacter(s) : undefined
  let out = ""
  let i = 0
  for (const c of s) {
    out += /\p{Uppercase}/u.test(c)
      ? (lower?.[i] ?? c.toLowerCase())
      : /\p{Lowercase}/u.test(c)
        ? c.toUpperCase()
        : c
    i++
  }
  return out
}

export function isLower(s: string): boolean {
  return /\p{Lowercase}/u.test(s) && !/[\p{Uppercase}\p{Lt}]/u.test(s)
}

export function isUpper(s: string): boolean {
  return /\p{Uppercase}/u.test(s) && !/[\p{Lowercase}\p{Lt}]/u.test(s)
}

export function isTitle(s: string): boolean {
  let inside = false
  let found = false
  for (const c of s) {
    if (/[\p{Uppercase}\p{Lt}]/u.test(c)) {
      if (inside) return false
      inside = true
      found = true
    } else if (/\p{Lowercase}/u.test(c)) {
      if (!inside) return false
      found = true
    } else inside = false
  }
  return found
}
