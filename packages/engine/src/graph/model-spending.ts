import { addUsage, newUsage, type ToolModelCall, type Usage } from "@internal/schema"
import type { TextFeed } from "../nodes/text-feed.ts"
import type { GraphContext } from "./graph-context.ts"

/** What a graph's nodes spend on models: by their own calls, by those of their code, and by texts still coming. */
export class ModelSpending {
  readonly total: Usage = newUsage()
  readonly #context: GraphContext
  /** Tokens of model calls that the code of a running node has made so far. */
  readonly #byCode = new Map<string, Usage>()
  readonly #feeds: TextFeed[] = []

  constructor(context: GraphContext) {
    this.#context = context
  }

  add(usage: Usage | undefined): void {
    addUsage(this.total, usage)
  }

  begin(node: string): void {
    this.#byCode.set(node, newUsage())
  }

  /** What the node's own code spent on models, from now on nobody's to add to; undefined for nothing. */
  end(node: string): Usage | undefined {
    const spent = this.#byCode.get(node)
    this.#byCode.delete(node)
    return spent && spent.total_tokens > 0 ? spent : undefined
  }

  /** `running` is the node whose call it came in; a generator of another node may have made it there. */
  modelCall(running: string, { node = running, ...call }: ToolModelCall): void {
    const spent = node === running ? this.#byCode.get(running) : undefined
    addUsage(spent ?? this.total, call.usage)
    const { host, line } = this.#context
    void host.writer.append([
      { type: "call-end", line, node, attempt: 1, ...call, ...(!spent && { late: true }) },
    ])
  }

  /** A model's text that is still coming counts when it has ended. */
  opened(feed: TextFeed): void {
    this.#feeds.push(feed)
  }

  /** See `GraphResult`. */
  async settle(kept?: ReadonlySet<unknown>): Promise<void> {
    for (const feed of this.#feeds) if (!kept?.has(feed)) feed.close()
    for (const feed of this.#feeds.splice(0)) {
      await feed.ended
      this.add(feed.usage)
    }
  }
}
