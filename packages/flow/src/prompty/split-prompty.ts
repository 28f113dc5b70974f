/** A prompty file cut in two (spec 1.4). Lines count from 1. */
export interface PromptyParts {
  front: string
  frontLine: number
  template: string
  templateLine: number
}

/** Where the front matter starts: after the first dashes that end a line, whatever stands before them. */
const OPENING = /-{3,}\n/
/** Where it ends: a line of dashes alone. */
const CLOSING = /^-{3,}\n/gm

/**
 * Cuts a prompty file at its lines of dashes; undefined if it has not two of them. The first such line ends the front
 * matter (Appendix B, 12), not the last as in the original, so that a template may hold one too.
 */
export function splitPrompty(text: string): PromptyParts | undefined {
  const source = text.replace(/\r\n?/g, "\n")
  const opening = OPENING.exec(source)
  if (!opening) return undefined
  const start = opening.index + opening[0].length
  CLOSING.lastIndex = start
  for (let found = CLOSING.exec(source); found; found = CLOSING.exec(source)) {
    const front = source.slice(start, found.index)
    // `---` twice in a row: the second starts the YAML document.
    if (front.trim() === "" && hasClosing(source, CLOSING.lastIndex)) continue
    const end = found.index + found[0].length
    return {
      front,
      frontLine: lineAt(source, start),
      template: source.slice(end),
      templateLine: lineAt(source, end),
    }
  }
  return undefined
}

function hasClosing(source: string, from: number): boolean {
  return /^-{3,}\n/m.test(source.slice(from))
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length
}
