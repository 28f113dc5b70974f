/** Work that is done one after another for each key, and side by side for different ones. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /** Begins when all that was asked for `key` before has ended, however. Fails as the work does. */
  take(key: string, work: () => Promise<unknown>): Promise<void> {
    const done = this.over(key).then(async () => void (await work()))
    const ended = done.catch(() => {})
    this.#last.set(key, ended)
    void ended.then(() => this.#last.get(key) === ended && this.#last.delete(key))
    return done
  }

  /** Resolves when nothing is under way. */
  over(key: string): Promise<void> {
    return this.#last.get(key) ?? Promise.resolve()
  }
}
