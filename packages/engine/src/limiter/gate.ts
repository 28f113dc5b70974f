import type {
  AllowedLimits,
  Clock,
  Hold,
  LimitedCall,
  ModelEndpoint,
  ModelFailure,
  Permit,
  RateLimits,
  Seat,
  Usage,
} from "@internal/schema"
import { EndpointLimits } from "./endpoint-limits.ts"
import { type Asker, FairQueue } from "./fair-queue.ts"
import { fairShare, type LimitBoard, mergedLimits, type SharedLimits } from "./shared-limits.ts"

/** How often processes look at what others know: alone, and with others. */
const ALONE_MS = 1000
const TOGETHER_MS = 250
/** After the board could not be read. */
const BROKEN_MS = 10_000

export interface GateOptions {
  endpoint: ModelEndpoint
  model: string
  clock: Clock
  board?: LimitBoard
}

interface Waiting {
  call: LimitedCall
  isOver: boolean
  /** As of `Seat`. */
  leave(): void
  enter(): boolean
  back(): Promise<void>
  go(permit: Permit): void
  giveUp(): void
}

/** All calls of this process to one model of one endpoint pass here. */
export class Gate {
  readonly #options: GateOptions
  readonly #key: string
  readonly #limits: EndpointLimits
  readonly #queue = new FairQueue<Waiting>()
  readonly #weights = new Map<Asker, number>()
  #open = 0
  #timer: { at: number; stop: AbortController } | undefined
  #shared: SharedLimits | undefined
  #looked = Number.NEGATIVE_INFINITY
  #interval = ALONE_MS
  #looking: Promise<void> | undefined
  #hasNews = false

  #allowed: string

  constructor(options: GateOptions) {
    this.#allowed = JSON.stringify(options.endpoint.allowed ?? {})
    this.#options = options
    this.#key = `${options.endpoint.account} ${options.model}`
    this.#limits = new EndpointLimits(options.endpoint.allowed ?? {})
  }

  /** `onWait` is told of a permit that does not come at once. Rejects with the signal's reason. */
  async acquire(
    asker: Asker,
    call: LimitedCall,
    signal: AbortSignal,
    {
      seat,
      onWait,
    }: { seat?: Seat | undefined; onWait?: ((permit: Promise<Permit>) => void) | undefined } = {},
  ): Promise<Permit> {
    signal.throwIfAborted()
    const { board, clock } = this.#options
    if (board && this.#looked === Number.NEGATIVE_INFINITY) await this.#look()
    if (this.#queue.length === 0 && this.#ready(call).at <= clock.now()) return this.#start(asker, call)
    const permit = new Promise<Permit>((resolve, reject) => {
      const stop = () => {
        waiting.isOver = true
        // the seat of one that is in the queue no more is on its way back
        if (this.#queue.remove(asker, waiting)) void waiting.back().then(waiting.giveUp)
        this.#pump()
      }
      const waiting: Waiting = {
        call,
        isOver: false,
        leave: () => seat?.leave(),
        enter: () => seat?.enter() ?? true,
        back: () => seat?.comeBack() ?? Promise.resolve(),
        go: (permit) => {
          signal.removeEventListener("abort", stop)
          resolve(permit)
        },
        giveUp: () => reject(signal.reason),
      }
      if (signal.aborted) return reject(signal.reason)
      signal.addEventListener("abort", stop, { once: true })
      waiting.leave()
      this.#queue.push(asker, waiting)
      this.#pump()
    })
    onWait?.(permit)
    return permit
  }

  /** What a connection says now. A call that comes by none (of flow code) changes nothing. */
  allow(allowed: AllowedLimits): void {
    const text = JSON.stringify(allowed)
    if (text === this.#allowed) return
    this.#allowed = text
    this.#limits.allow(allowed)
    this.#pump()
  }

  /** Why calls wait; undefined when none does. */
  hold(): Hold | undefined {
    const next = this.#queue.peek()
    if (!next) return undefined
    const { at, reason } = this.#ready(next.call)
    const ms = at - this.#options.clock.now()
    const { endpoint, model } = this.#options
    return {
      connection: endpoint.connection,
      model,
      reason,
      waiting: this.#queue.length,
      ...(Number.isFinite(ms) && { ms: Math.max(0, ms) }),
    }
  }

  /** No timer holds the process any more. */
  close(): void {
    this.#timer?.stop.abort()
  }

  #ready(call: LimitedCall): { at: number; reason: string } {
    return this.#limits.ready(call, this.#open, this.#options.clock.now())
  }

  #start(asker: Asker, call: LimitedCall): Permit {
    const now = this.#options.clock.now()
    const record = this.#limits.sent(call, this.#open, now)
    this.#open++
    this.#weights.set(asker, (this.#weights.get(asker) ?? 0) + 1)
    let isOpen = true
    const close = () => {
      if (!isOpen) return false
      isOpen = false
      this.#open--
      const left = (this.#weights.get(asker) ?? 1) - 1
      if (left > 0) this.#weights.set(asker, left)
      else this.#weights.delete(asker)
      return true
    }
    const news = (work: () => boolean) => {
      this.#hasNews = work() || this.#hasNews
      this.#pump()
    }
    const clock = this.#options.clock
    return {
      answered: (limits: RateLimits, accepted: boolean) => {
        if (isOpen) news(() => this.#limits.answered(record, limits, accepted, clock.now()))
      },
      ended: (outcome: { usage?: Usage; failure?: ModelFailure }) => {
        if (close()) news(() => this.#limits.ended(record, outcome, clock.now()))
      },
      [Symbol.dispose]: () => {
        if (close()) news(() => false)
      },
    }
  }

  /** Lets go who may go, and comes back when the next may. */
  #pump(): void {
    const { clock } = this.#options
    const now = clock.now()
    for (;;) {
      const next = this.#queue.peek()
      if (!next) break
      const { at } = this.#ready(next.call)
      if (at > now) {
        this.#wakeAt(at)
        break
      }
      const first = this.#queue.shift()
      if (!first) break
      if (first.call.enter()) first.call.go(this.#start(first.asker, first.call.call))
      else void this.#enterLater(first.asker, first.call)
    }
    if (this.#options.board && (this.#hasNews || now - this.#looked >= this.#interval)) void this.#look()
  }

  /** Its turn has come, but its seat is another's: it waits for that first, and holds nobody up. */
  async #enterLater(asker: Asker, waiting: Waiting): Promise<void> {
    await waiting.back()
    if (waiting.isOver) return waiting.giveUp()
    if (this.#ready(waiting.call).at <= this.#options.clock.now())
      return waiting.go(this.#start(asker, waiting.call))
    waiting.leave()
    this.#queue.putBack(asker, waiting)
    this.#pump()
  }

  #wakeAt(at: number): void {
    const { clock, board } = this.#options
    const now = clock.now()
    const wake = board ? Math.min(at, now + this.#interval) : at
    if (!Number.isFinite(wake) || (this.#timer && this.#timer.at <= wake && this.#timer.at > now)) return
    this.#timer?.stop.abort()
    const timer = { at: wake, stop: new AbortController() }
    this.#timer = timer
    clock.sleep(Math.max(0, wake - now), timer.stop.signal).then(
      () => {
        if (this.#timer === timer) this.#timer = undefined
        this.#pump()
      },
      () => {}, // another timer took its place
    )
  }

  #look(): Promise<void> {
    this.#looking ??= this.#exchange().finally(() => {
      this.#looking = undefined
      this.#pump()
    })
    return this.#looking
  }

  async #exchange(): Promise<void> {
    const { board, clock } = this.#options
    if (!board) return
    const now = clock.now()
    this.#looked = now
    this.#hasNews = false
    const mine = this.#limits.shared(now)
    const askers = new Set([...this.#weights.keys(), ...this.#queue.askers()])
    const weight = [...askers].reduce((sum, asker) => sum + asker.weight, 0) || 1
    const own = { weight, open: this.#open, wanted: this.#open + this.#queue.length }
    try {
      const before = this.#shared
      const { shared, others } = await board.exchange(this.#key, own, (text) =>
        JSON.stringify(mergedLimits(text === undefined ? undefined : JSON.parse(text), mine, before)),
      )
      this.#shared = JSON.parse(shared) as SharedLimits
      this.#limits.adopt(this.#shared, mine)
      this.#limits.share = fairShare(own, others)
      this.#interval = others.length > 0 ? TOGETHER_MS : ALONE_MS
    } catch {
      // a store that cannot be written limits nobody
      this.#looked = now + BROKEN_MS
    }
  }
}
