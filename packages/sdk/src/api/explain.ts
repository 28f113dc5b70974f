import type { Value } from "@internal/value"

export interface ExplainOptions {
  /** Default the first line. */
  line?: number
  /** Default every node of the line. */
  node?: string
}

/** Where the answers of a line's nodes came from. */
export interface RunExplanation {
  run: string
  line: number
  nodes: NodeExplanation[]
}

export interface NodeExplanation {
  node: string
  /**
   * `hit`: from the cache; `miss`: the cache had none; `off`: none was looked for; `not shared`: code that does not say it
   * is pure, whose answers no other run takes; `reused`: from an earlier attempt of the
   * line; `bypassed`; `no key`: answers of such a node are never taken over (a prompt, a stream).
   */
  answer: "hit" | "miss" | "off" | "not shared" | "reused" | "bypassed" | "no key"
  key?: string
  /** Where the nearest earlier key of this node is, to which `changes` compare: a run, or an earlier attempt of this one. */
  nearest?: { run: string; attempt?: number }
  /** Parts of the key that differ from that one's; empty where there is none, or it is the same. */
  changes: {
    part: string
    what: "changed" | "added" | "removed"
    /** Of a file that both runs have kept. */
    diff?: string
    /** Of an input. */
    before?: Value
    now?: Value
  }[]
}

/** `millrace.cache`. */
export interface CacheOperations {
  show(): Promise<{ entries: number; bytes: number; oldest: string | null; limit: number }>
  /** Answers how many entries there were; no run loses anything. */
  clear(): Promise<number>
}
