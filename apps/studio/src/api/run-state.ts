import {
  type CallEnd,
  type LineState,
  type NodeDelta,
  newRunSummary,
  type RunEvent,
  type RunSummary,
  reduceLine,
  reduceRun,
} from "@internal/schema"
import { useSyncExternalStore } from "react"
import { readEvent } from "./read-event.ts"

/**
 * The one place where the page keeps what runs do: folded from their events by the same functions as everywhere else.
 * Components subscribe to a slice by its key and are drawn again when that slice changes.
 */
export class RunState {
  readonly name: string
  #summary: RunSummary
  readonly #lines = new Map<number | null, LineState>()
  readonly #texts = new Map<string, string>()
  readonly #requests = new Map<string, CallEnd[]>()
  readonly #logs = new Map<string, string>()
  readonly #listeners = new Map<string, Set<() => void>>()
  readonly #versions = new Map<string, number>()

  constructor(name: string) {
    this.name = name
    this.#summary = newRunSummary()
  }

  get summary(): RunSummary {
    return this.#summary
  }

  line(number: number | null): LineState | undefined {
    return this.#lines.get(number)
  }

  node(line: number | null, node: string) {
    return this.#lines.get(line)?.nodes.get(node)
  }

  /** Text of a node that is still running. */
  text(line: number | null, node: string): string {
    return this.#texts.get(keyOf(line, node)) ?? ""
  }

  /** Requests to models that a node has made, as they ended. */
  requests(line: number | null, node: string): readonly CallEnd[] {
    return this.#requests.get(keyOf(line, node)) ?? []
  }

  log(line: number | null, node: string): string {
    return this.#logs.get(keyOf(line, node)) ?? ""
  }

  /** A journal entry as the server sends it. */
  journal({ run, seq, at, text }: { run: string; seq: number; at: number; text: string }): void {
    this.add(readEvent(text, { run, seq, at }))
  }

  add(event: RunEvent): void {
    this.#summary = reduceRun(this.#summary, event)
    this.#changed("run")
    if (!("line" in event)) return
    const { line } = event
    const state = reduceLine(this.#lines.get(line), event)
    if (state) this.#lines.set(line, state)
    this.#changed(keyOf(line))
    if (!("node" in event) || event.node === undefined) return
    const key = keyOf(line, event.node)
    if (event.type === "node-start") this.#texts.delete(key)
    if (event.type === "call-end") this.#requests.set(key, [...(this.#requests.get(key) ?? []), event])
    if (event.type === "node-log") this.#logs.set(key, (this.#logs.get(key) ?? "") + event.text)
    this.#changed(key)
  }

  delta({ line, node, text }: NodeDelta): void {
    const key = keyOf(line, node)
    this.#texts.set(key, (this.#texts.get(key) ?? "") + text)
    this.#changed(key)
    // an output that is made of a generator has the name of no node
    if (!this.#lines.get(line)?.nodes.has(node)) this.#changed(keyOf(line))
  }

  subscribe(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** Another number after each change of the slice: states are changed in place. */
  version(key: string): number {
    return this.#versions.get(key) ?? 0
  }

  #changed(key: string): void {
    this.#versions.set(key, this.version(key) + 1)
    for (const listener of this.#listeners.get(key) ?? []) listener()
  }
}

/** The key of a slice: a line, or a node of a line. */
export function keyOf(line: number | null, node?: string): string {
  return node === undefined ? `line ${line}` : `node ${line} ${node}`
}

/** Draws the component again when the slice changes: `run`, or what `keyOf` says. */
export function useSlice(state: RunState | undefined, key: string): number {
  return useSyncExternalStore(
    (listener) => state?.subscribe(key, listener) ?? (() => {}),
    () => state?.version(key) ?? 0,
  )
}
