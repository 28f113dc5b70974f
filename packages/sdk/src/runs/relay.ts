import type { Progress } from "../api/execution.ts"

/** Progress that is told before anyone can listen waits for the handle. */
export class Relay {
  #waiting: Progress[] = []
  #to: ((progress: Progress) => void) | undefined

  emit(progress: Progress): void {
    if (this.#to) this.#to(progress)
    else this.#waiting.push(progress)
  }

  connect(to: (progress: Progress) => void): void {
    this.#to = to
    for (const progress of this.#waiting.splice(0)) to(progress)
  }
}
