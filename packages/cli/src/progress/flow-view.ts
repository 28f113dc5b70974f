import type { Progress } from "@internal/sdk"
import { count, duration } from "../terminal/amount.ts"
import { Live } from "../terminal/live.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { fit, oneLine, padEnd, padStart } from "../terminal/text.ts"
import type { View } from "./follow.ts"
import { nodeNote } from "./node-note.ts"
import { setupLine } from "./setup-line.ts"

/** Each write of a tool carries its time in the record. */
const STAMPS = /\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}\] /g
const NAME_LIMIT = 40
const TIME_WIDTH = 9

interface Running {
  node: string
  since: number
  text: string
}

/** A test of a flow as it happens: each node's state, time and output; text streams under the node that writes it. */
export class FlowView implements View {
  readonly #terminal: Terminal
  readonly #live: Live
  readonly #running = new Map<string, Running>()
  #setup = ""
  #nameWidth = 12
  #tokens = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#live = new Live(terminal, (width) => this.#draw(width))
  }

  get tokens(): number {
    return this.#tokens
  }

  say(line: string): void {
    this.#live.print(line)
  }

  end(): void {
    this.#live.end()
  }

  on(progress: Progress): void {
    const { onErr } = this.#terminal
    switch (progress.type) {
      case "setup":
        this.#prepare(progress)
        return
      case "ready":
        this.#begin(progress)
        return
      case "warning":
        this.#live.print(`${onErr.warn("!")} ${oneLine(progress.message)}`)
        return
      case "node-start":
        this.#running.set(progress.node, { node: progress.node, since: performance.now(), text: "" })
        return
      case "node-delta": {
        // A node whose model speaks on has ended; a flow output that is being joined is no node at all.
        const known = this.#running.get(progress.node)
        const running = known ?? { node: progress.node, since: performance.now(), text: "" }
        if (!known) this.#running.set(progress.node, running)
        running.text = (running.text + progress.text).slice(-2000)
        return
      }
      case "node-log":
        for (const text of progress.text.split("\n").map((t) => oneLine(t.replace(STAMPS, "")))) {
          if (text !== "") this.#live.print(onErr.faint(`    ${progress.node}> ${text}`))
        }
        return
      case "node-end":
        this.#tokens += progress.usage?.total_tokens ?? 0
        this.#final(onErr.good("✓"), progress.node, duration(progress.duration), nodeNote(progress))
        return
      case "call-end":
        if (progress.late) this.#tokens += progress.usage?.total_tokens ?? 0
        return
      case "line-end":
        this.#running.clear()
        return
      case "node-bypass":
        this.#final(
          onErr.faint("–"),
          progress.node,
          "",
          progress.condition ? `skipped: ${progress.condition}` : "skipped",
        )
        return
      case "node-error":
        if (progress.retrying) return
        this.#final(
          onErr.bad("✗"),
          progress.node,
          duration(progress.duration),
          oneLine(progress.error.message),
        )
        return
    }
  }

  #prepare(progress: Extract<Progress, { type: "setup" }>): void {
    const changed = !this.#setup.startsWith(progress.step)
    this.#setup = setupLine(progress)
    if (changed && !this.#terminal.errIsTerminal) this.#live.print(progress.step)
  }

  #begin(ready: Extract<Progress, { type: "ready" }>): void {
    this.#setup = ""
    this.#nameWidth = Math.min(NAME_LIMIT, Math.max(this.#nameWidth, ...ready.nodes.map((n) => n.length)))
    const facts = [ready.runtime ?? "", ...ready.models].filter((f) => f !== "")
    this.#live.print(
      `${this.#terminal.onErr.strong(ready.flow)}  ${this.#terminal.onErr.faint(facts.join("  "))}`.trimEnd(),
    )
  }

  #final(mark: string, node: string, time: string, note: string): void {
    this.#running.delete(node)
    this.#live.print(
      this.#row(mark, node, time, note, this.#terminal.errIsTerminal ? this.#terminal.width : 0),
    )
  }

  #row(mark: string, node: string, time: string, note: string, width: number): string {
    const left = `${padEnd(fit(node, NAME_LIMIT), this.#nameWidth)}  ${padStart(time, TIME_WIDTH)}   `
    return `  ${mark} ${left}${width > 0 ? fit(note, Math.max(8, width - left.length - 5)) : note}`.trimEnd()
  }

  #draw(width: number): string[] {
    const now = performance.now()
    const lines = this.#setup === "" ? [] : [fit(this.#setup, width)]
    for (const { node, since, text } of this.#running.values()) {
      lines.push(this.#row(this.#terminal.onErr.accent("•"), node, duration(now - since), "", width))
      const tail = oneLine(text).slice(-(width - 6))
      if (tail !== "") lines.push(`      ${tail}`)
    }
    return lines
  }
}

/** `2.6 s · 925 tokens` */
export function totals(ms: number, tokens: number): string {
  return [duration(ms), ...(tokens > 0 ? [`${count(tokens)} tokens`] : [])].join(" · ")
}
