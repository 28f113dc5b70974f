/** A short mark of a text: equal texts have equal ones. For telling whether a text has changed, and for nothing secret. */
export function markOf(text: string): string {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}

/** Marks of texts by name, made anew only where the text is another: a page asks for all of them at each keystroke. */
export class Marks {
  readonly #known = new Map<string, { text: string; mark: string }>()

  of(name: string, text: string): string {
    const known = this.#known.get(name)
    if (known?.text === text) return known.mark
    const mark = markOf(text)
    this.#known.set(name, { text, mark })
    return mark
  }
}
