import type { LimitBoard, Member } from "../shared-limits.ts"

/** A board for processes that are none: each has its own door to it. */
export class MemoryBoard {
  readonly #shared = new Map<string, string>()
  readonly #members = new Map<string, Map<number, Member>>()
  #doors = 0
  exchanges = 0

  door(): LimitBoard {
    const self = this.#doors++
    return {
      exchange: async (key, member, merge) => {
        this.exchanges++
        const shared = merge(this.#shared.get(key))
        this.#shared.set(key, shared)
        const members = this.#members.get(key) ?? new Map<number, Member>()
        this.#members.set(key, members.set(self, member))
        return { shared, others: [...members].filter(([id]) => id !== self).map(([, other]) => other) }
      },
      leave: async () => {
        for (const members of this.#members.values()) members.delete(self)
      },
    }
  }
}
