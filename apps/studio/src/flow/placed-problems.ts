import type { FlowDiagnostic } from "@internal/schema/studio"
import { lineStarts } from "./problem-places.ts"

/** Of a file's text: offsets, the end not in it. */
export interface Stretch {
  from: number
  to: number
}

/** Errors of a text by their places, which move with the text while it is edited and not checked anew. */
export class PlacedProblems {
  readonly #text: string
  readonly #errors: { offset: number; words: string }[]
  #moved: { text: string; errors: { offset: number; words: string }[] } | undefined

  constructor(text: string, problems: readonly FlowDiagnostic[]) {
    const starts = lineStarts(text)
    this.#text = text
    this.#errors = problems
      .filter(({ severity, line }) => severity === "error" && line !== undefined)
      .map(({ line = 1, column = 1, message, hint }) => ({
        offset: (starts[line - 1] ?? 0) + column - 1,
        words: `${message} ${hint ?? ""}`.trim(),
      }))
  }

  /** What is said of a stretch of the text as it is now, but not of those `without`. */
  within(
    text: string,
    { from, to }: Stretch,
    without: readonly (Stretch | undefined)[] = [],
  ): string | undefined {
    const isIn = (offset: number, stretch: Stretch | undefined) =>
      stretch !== undefined && offset >= stretch.from && offset < stretch.to
    const found = this.#errorsIn(text).filter(
      ({ offset }) => isIn(offset, { from, to }) && !without.some((one) => isIn(offset, one)),
    )
    return found.length === 0 ? undefined : found.map(({ words }) => words).join(" ")
  }

  #errorsIn(text: string): { offset: number; words: string }[] {
    if (text === this.#text || this.#errors.length === 0) return this.#errors
    if (this.#moved?.text !== text) {
      const before = this.#text
      const most = Math.min(before.length, text.length)
      let same = 0
      while (same < most && before[same] === text[same]) same++
      const longer = text.length - before.length
      const errors = this.#errors.map(({ offset, words }) => ({
        offset: offset > same ? Math.max(same, offset + longer) : offset,
        words,
      }))
      this.#moved = { text, errors }
    }
    return this.#moved.errors
  }
}
