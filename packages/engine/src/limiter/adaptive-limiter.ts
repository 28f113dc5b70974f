import type { Clock, Hold, LimitedCall, Limiter, Permit } from "@internal/schema"
import type { Asker } from "./fair-queue.ts"
import { Gate } from "./gate.ts"
import type { LimitBoard } from "./shared-limits.ts"

/** Nobody waits. */
const FREE: Permit = { answered() {}, ended() {}, [Symbol.dispose]() {} }

/** A limiter that limits nothing. */
export const unlimited: Limiter = { acquire: () => Promise.resolve(FREE) }

/** Told now and then why an asker's calls wait. */
export type Watcher = (hold: Hold) => void

/** A wait is told of when it has lasted so long, and then so often. */
const TOLD_EVERY_MS = 500

/**
 * Permits for the calls of all runs of this process, and through the board of all processes, by endpoint and model. See
 * `docs/reference/limits.md`.
 */
export class AdaptiveLimiter implements AsyncDisposable {
  readonly #clock: Clock
  readonly #board: LimitBoard | undefined
  readonly #gates = new Map<string, Gate>()

  constructor(clock: Clock, board?: LimitBoard) {
    this.#clock = clock
    this.#board = board
  }

  /** The limiter of one run or test. */
  for(asker: Asker, watcher?: Watcher): Limiter {
    return {
      acquire: async (call, signal, seat) => {
        const gate = this.#gate(call)
        if (!gate) return FREE
        const onWait = watcher && ((permit: Promise<Permit>) => void this.#watch(gate, permit, watcher))
        return gate.acquire(asker, call, signal, { seat, onWait })
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const gate of this.#gates.values()) gate.close()
    if (this.#gates.size > 0) await this.#board?.leave().catch(() => {}) // others find out by themselves
  }

  #gate({ endpoint, model }: LimitedCall): Gate | undefined {
    if (!endpoint) return undefined
    const key = `${endpoint.account} ${model}`
    let gate = this.#gates.get(key)
    if (!gate) {
      const board = this.#board && { board: this.#board }
      gate = new Gate({ endpoint, model, clock: this.#clock, ...board })
      this.#gates.set(key, gate)
    } else if (endpoint.allowed) gate.allow(endpoint.allowed)
    return gate
  }

  #watched = new WeakSet<Watcher>()

  /** Tells of a wait while it lasts; one wait of an asker speaks for all. */
  async #watch(gate: Gate, permit: Promise<Permit>, watcher: Watcher): Promise<void> {
    if (this.#watched.has(watcher)) return
    this.#watched.add(watcher)
    const stop = new AbortController()
    const over = permit.then(
      () => stop.abort(),
      () => stop.abort(),
    )
    try {
      for (;;) {
        await this.#clock.sleep(TOLD_EVERY_MS, stop.signal)
        const hold = gate.hold()
        if (hold) watcher(hold)
      }
    } catch {
      await over
    } finally {
      this.#watched.delete(watcher)
    }
  }
}
