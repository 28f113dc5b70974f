import { style } from "../terminal/style.ts"
import type { Terminal } from "../terminal/terminal.ts"

/** A terminal that keeps what is written, for tests. */
export class RecordingTerminal implements Terminal {
  printed = ""
  errors = ""
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  readonly inIsTerminal = false
  readonly width: number
  readonly onOut = style(false)
  readonly onErr = style(false)

  constructor(options: { watched?: boolean; width?: number } = {}) {
    this.outIsTerminal = options.watched ?? false
    this.errIsTerminal = options.watched ?? false
    this.width = options.width ?? 80
  }

  out = (text: string): void => {
    this.printed += text
  }
  err = (text: string): void => {
    this.errors += text
  }
}
