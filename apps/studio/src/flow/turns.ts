/** Work that is done one after another for each key, and side by side for different ones. */
export class Turns<Key> {
  readonly #last = new Map<Key, Promise<void>>()

  /** Begins when all that was asked for `key` before has ended, however. Fails as the work does. */
  take<T>(key: Key, work: () => Promise<T>): Promise<T> {
    const done = this.over(key).then(work)
    const ended = done.then(
      () => {},
      () => {},
    )
    this.#last.set(key, ended)
    void ended.then(() => this.#last.get(key) === ended && this.#last.delete(key))
    return done
  }

  /** Resolves when nothing is under way. */
  over(key: Key): Promise<void> {
    return this.#last.get(key) ?? Promise.resolve()
  }
}
