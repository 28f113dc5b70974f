import type { Terminal } from "./terminal.ts"

const REDRAW_MS = 80

/**
 * Lines at the foot of the terminal that change in place, under lines that are final. Without a terminal only the final
 * lines are written, complete and in order.
 */
export class Live {
  readonly #terminal: Terminal
  readonly #draw: (width: number) => string[]
  readonly #timer: NodeJS.Timeout | undefined
  #shown = 0
  #ended = false

  /** `draw` answers the changing lines, each at most `width` cells wide. */
  constructor(terminal: Terminal, draw: (width: number) => string[]) {
    this.#terminal = terminal
    this.#draw = draw
    if (terminal.errIsTerminal) this.#timer = setInterval(() => this.#redraw(), REDRAW_MS).unref()
  }

  /** A line that will not change any more. */
  print(line: string): void {
    this.#terminal.err(`${this.#erase()}${line}\n`)
    if (!this.#ended) this.#redraw()
  }

  /** Leaves only the final lines, `last` being the last of them. */
  end(last?: string): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#timer)
    const line = last === undefined ? "" : `${last}\n`
    this.#terminal.err(`${this.#erase()}${line}`)
  }

  #redraw(): void {
    if (this.#timer === undefined) return
    const lines = this.#draw(this.#terminal.width)
    const erase = this.#erase()
    this.#shown = lines.length
    this.#terminal.err(`${erase}${lines.map((line) => `${line}\n`).join("")}`)
  }

  #erase(): string {
    const up = this.#shown
    this.#shown = 0
    return up > 0 ? `\u001b[${up}A\u001b[J` : ""
  }
}
