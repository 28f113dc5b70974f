/** A counted permit; whoever asks first is served first. */
export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  acquire(): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free--
      return undefined
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Answers false where it would have to wait. */
  tryAcquire(): boolean {
    if (this.#free === 0) return false
    this.#free--
    return true
  }

  release(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free++
  }
}

/** The slot of one line, taken when made: given back while all that the line does is wait, and at its end. */
export class LineSlot {
  readonly #slots: Slots
  #held = true
  #ended = false
  #taking: Promise<void> | undefined

  constructor(slots: Slots) {
    this.#slots = slots
  }

  give(): void {
    if (!this.#held) return
    this.#held = false
    this.#slots.release()
  }

  /** Answers false where it would have to wait. */
  tryTake(): boolean {
    if (this.#held || this.#ended) return true
    if (this.#taking) return false
    this.#held = this.#slots.tryAcquire()
    return this.#held
  }

  take(): Promise<void> {
    if (this.#held || this.#ended) return Promise.resolve()
    this.#taking ??= Promise.resolve(this.#slots.acquire()).then(() => {
      this.#taking = undefined
      if (this.#ended) this.#slots.release()
      else this.#held = true
    })
    return this.#taking
  }

  end(): void {
    this.#ended = true
    this.give()
  }
}
