import type { Owner } from "@internal/schema"
import type { Database } from "./database.ts"
import { currentOwner, isAlive } from "./owner.ts"

/** How much of an endpoint a process uses. */
export interface LimitMember {
  weight: number
  open: number
  wanted: number
}

interface MemberRow extends Record<string, unknown>, LimitMember {
  owner: string
  beat: number
}

/** Who has said nothing for so long wants nothing, and later on is gone; what another machine's process does is seen so only. */
const QUIET_MS = 15_000
const GONE_MS = 120_000

/** What processes know of the limits of endpoints, and which of them call. */
export class LimitStore {
  readonly #db: Database
  readonly #self = JSON.stringify(currentOwner())
  /** When other processes last said something, by the clock of this one: machines' clocks differ. */
  readonly #heard = new Map<string, { beat: number; at: number }>()

  constructor(db: Database) {
    this.#db = db
  }

  /**
   * One transaction: says what this process uses, merges what it knows into what all know, and answers that and the other
   * processes that call. Those that have ended are removed.
   */
  exchange(
    endpoint: string,
    { weight, open, wanted }: LimitMember,
    merge: (shared: string | undefined) => string,
  ): Promise<{ shared: string; others: LimitMember[] }> {
    return this.#db.transaction(async (tx) => {
      // the row of the endpoint first: two processes take turns at it
      const known = await tx.all<{ learned: string }>(
        `select learned from limit_state where endpoint = ?${this.#db.forUpdate}`,
        [endpoint],
      )
      const shared = merge(known[0]?.learned)
      await tx.run(
        `insert into limit_state (endpoint, learned) values (?, ?)
         on conflict (endpoint) do update set learned = excluded.learned`,
        [endpoint, shared],
      )
      await tx.run(
        `insert into limit_member (endpoint, owner, weight, open, wanted, beat) values (?, ?, ?, ?, ?, 1)
         on conflict (endpoint, owner) do update set weight = excluded.weight, open = excluded.open,
         wanted = excluded.wanted, beat = limit_member.beat + 1`,
        [endpoint, this.#self, weight, open, wanted],
      )
      const others: LimitMember[] = []
      const sql =
        "select owner, weight, open, wanted, beat from limit_member where endpoint = ? and owner <> ?"
      for (const member of await tx.all<MemberRow>(sql, [endpoint, this.#self])) {
        const quiet = this.#quietFor(`${endpoint} ${member.owner}`, member.beat)
        if (quiet > GONE_MS || !isAlive(JSON.parse(member.owner) as Owner))
          await tx.run("delete from limit_member where endpoint = ? and owner = ?", [endpoint, member.owner])
        else if (quiet <= QUIET_MS) others.push(member)
      }
      return { shared, others }
    })
  }

  /** This process calls nobody any more. */
  async leave(): Promise<void> {
    await this.#db.run("delete from limit_member where owner = ?", [this.#self])
  }

  #quietFor(key: string, beat: number): number {
    const now = Date.now()
    const heard = this.#heard.get(key)
    if (heard?.beat === beat) return now - heard.at
    this.#heard.set(key, { beat, at: now })
    return 0
  }
}
