import { type Style, style, wantsColour } from "./style.ts"

/** Where a command writes. Results go to `out`; everything else to `err`, so that `millrace … | jq` works. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Whether someone is watching; only then may lines be redrawn. */
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  /** Whether questions can be asked. */
  readonly inIsTerminal: boolean
  /** Columns; 80 when piped. */
  readonly width: number
  readonly onOut: Style
  readonly onErr: Style
}

export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", leaveWhenReaderHasGone)
  const { env, stdout, stderr, stdin } = process
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outIsTerminal: stdout.isTTY === true,
    errIsTerminal: stderr.isTTY === true,
    inIsTerminal: stdin.isTTY === true,
    get width() {
      return (stderr.isTTY ? stderr.columns : stdout.columns) || Number(env.COLUMNS) || 80
    },
    onOut: style(wantsColour(env, stdout.isTTY === true)),
    onErr: style(wantsColour(env, stderr.isTTY === true)),
  }
}

/** `millrace run list | head -1` is no error. */
function leaveWhenReaderHasGone(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit()
  throw error
}
