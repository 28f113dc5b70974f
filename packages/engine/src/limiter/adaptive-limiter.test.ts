import { describe, expect, it } from "vitest"
import { AdaptiveLimiter } from "./adaptive-limiter.ts"
import { MemoryBoard } from "./testing/memory-board.ts"
import {
  laterRefusals,
  type Outcome,
  type Simulated,
  simulatedRun,
  VirtualClock,
} from "./testing/simulated-run.ts"
import {
  bucketService,
  concurrentService,
  moodyService,
  refusal,
  type Service,
  seeded,
  windowService,
} from "./testing/simulated-service.ts"

const RUN = { interactive: false, weight: 1 }
const TEST = { interactive: true, weight: 8 }

async function run(service: Service, options: Partial<Simulated> = {}): Promise<Outcome> {
  const clock = new VirtualClock()
  const random = seeded(7)
  const limiter = new AdaptiveLimiter(clock).for(RUN)
  const all = { lines: 300, inFlight: 16, latency: () => 300 + 400 * random(), ...options }
  return clock.drive(simulatedRun(clock, limiter, service, all))
}

/** Calls a minute from the tenth second to the last call. */
function laterRate({ taken }: Outcome, until = Number.POSITIVE_INFINITY): number {
  const later = taken.filter((at) => at > 10_000 && at <= until)
  return (60_000 * (later.length - 1)) / ((later.at(-1) ?? 0) - (later[0] ?? 0))
}

describe("limits that headers tell", () => {
  it("uses 120 requests a minute that come back bit by bit, and is refused none", async () => {
    const outcome = await run(bucketService({ limit: () => 120, headers: true }))
    expect(outcome.taken).toHaveLength(300)
    expect(outcome.refused).toEqual([])
    expect(outcome.duration).toBeLessThan(92_000) // 120 are there at once, the others take 90 s
  })

  it("uses whole minutes, and waits for the next when one is used up", async () => {
    const outcome = await run(windowService({ limit: () => 120, headers: true }))
    expect(outcome.refused).toEqual([])
    expect(outcome.duration).toBeLessThan(124_000)
  })

  it("follows limits that change", async () => {
    const limit = (now: number) => (now > 40_000 && now < 80_000 ? 300 : 900)
    const outcome = await run(bucketService({ limit, headers: true }), { lines: 1300 })
    expect(laterRefusals(outcome)).toBeLessThan(0.02)
    expect(outcome.duration).toBeLessThan(104_000)
  })
})

describe("limits that only refusals tell", () => {
  it.each([
    [120, 2, 300, 16],
    [600, 10, 900, 16],
    [1200, 20, 1000, 32],
    [3000, 50, 2500, 64],
  ])("learns %d requests a minute, %d at once", async (limit, burst, lines, inFlight) => {
    const outcome = await run(bucketService({ limit: () => limit, burst }), { lines, inFlight })
    expect(outcome.taken).toHaveLength(lines)
    expect(laterRefusals(outcome)).toBeLessThan(0.02)
    expect(laterRate(outcome)).toBeGreaterThan(0.94 * limit)
  })

  // caps a minute, counted from minute to minute, the first of which is half over; what refusals say, and what they may be
  it.each([
    [60, "reset", 0.02],
    [120, "reset", 0.02],
    [300, "reset", 0.02],
    [1200, "reset", 0.02],
    [600, "nothing", 0.02],
    [3000, "nothing", 0.02],
    [3000, "a second", 0.02],
    // a dozen calls find out how long nothing is taken
    [60, "nothing", 0.05],
    [120, "nothing", 0.05],
  ])("learns %d requests in a whole minute, when refusals say %s", async (limit, says, most) => {
    const begun = -30_000
    const said = { nothing: () => undefined, "a second": () => 1000 }[says]
    const service = windowService({ limit: () => limit, begun, ...(said && { retryAfterMs: said }) })
    const inFlight = limit > 600 ? 64 : 16
    const outcome = await run(service, { lines: Math.round(5.3 * limit), inFlight })
    expect(outcome.taken).toHaveLength(Math.round(5.3 * limit))
    expect(laterRefusals(outcome)).toBeLessThan(most)
    // minutes that were there from begin to end
    const whole = (at: number) => at >= begun + 60_000 && at < begun + 5 * 60_000
    expect(outcome.taken.filter(whole).length / (4 * limit)).toBeGreaterThan(0.95)
  })

  it("follows whole minutes that hold less, and more again", async () => {
    const limit = (at: number) => (at >= 120_000 && at < 240_000 ? 600 : 1200)
    const outcome = await run(windowService({ limit }), { lines: 6000, inFlight: 32 })
    expect(laterRefusals(outcome)).toBeLessThan(0.02)
    // six minutes hold 6000: the last calls may come a moment later
    expect(outcome.taken.filter((at) => at < 360_000).length).toBeGreaterThan(0.95 * 6000)
  })

  it("follows a limit that is halved and doubled again, from refusals alone", async () => {
    const limit = (now: number) => (now >= 20_000 && now < 40_000 ? 600 : 1200)
    const outcome = await run(bucketService({ limit, burst: 20 }), { lines: 1000, inFlight: 32 })
    expect(laterRefusals(outcome)).toBeLessThan(0.02)
    expect(outcome.duration).toBeLessThan(1.2 * 60_000)
  })

  it("learns how many calls it takes at once, and follows when that changes", async () => {
    const limit = (now: number) => (now < 30_000 ? 8 : now < 60_000 ? 4 : 12)
    const outcome = await run(concurrentService(limit), { lines: 1200 })
    expect(laterRefusals(outcome)).toBeLessThan(0.02)
    expect(laterRate(outcome, 30_000)).toBeGreaterThan(0.9 * 8 * 120 * (500 / 505))
  })

  it("is not slowed down by refusals that come by chance", async () => {
    const options = { lines: 100, inFlight: 4 }
    const free = await run(moodyService(0, seeded(1)), options)
    const ratios: number[] = []
    for (let seed = 1; seed <= 60; seed++) {
      const { duration } = await run(moodyService(28 / 128, seeded(7919 * seed)), options)
      ratios.push(duration / free.duration)
    }
    ratios.sort((a, b) => a - b)
    expect(ratios[30]).toBeLessThan(1.15)
    expect(ratios.at(-1)).toBeLessThan(2)
  })
})

describe("a service that takes nothing for a while", () => {
  it.each([1, 4, 16, 64])(
    "is asked at full speed again when that is over, %d in flight",
    async (inFlight) => {
      const clock = new VirtualClock()
      const service: Service = {
        ask: (now) => (now < 10_000 ? { failure: refusal(1000) } : {}),
        ended: () => {},
      }
      const limiter = new AdaptiveLimiter(clock).for(RUN)
      const { duration } = await clock.drive(
        simulatedRun(clock, limiter, service, { lines: 20 * inFlight, inFlight, latency: () => 500 }),
      )
      expect(duration).toBeLessThan(10_000 + 20 * 500 + 8_000)
    },
  )

  it.each([4, 16])("the same in the middle of a run, %d in flight", async (inFlight) => {
    const clock = new VirtualClock()
    const service: Service = {
      ask: (now) => (now > 10_000 && now < 20_000 ? { failure: refusal(1000) } : {}),
      ended: () => {},
    }
    const limiter = new AdaptiveLimiter(clock).for(RUN)
    const { duration } = await clock.drive(
      simulatedRun(clock, limiter, service, { lines: 80 * inFlight, inFlight, latency: () => 500 }),
    )
    expect(duration).toBeLessThan(10_000 + 80 * 500 + 15_000)
  })
})

describe("limits that a connection sets", () => {
  it("spreads requests over the minute", async () => {
    const service = moodyService(0, seeded(1))
    const { taken } = await run(service, { endpoint: { allowed: { requestsPerMinute: 120 } } })
    for (const from of taken) {
      const inMinute = taken.filter((at) => at >= from && at < from + 60_000).length
      expect(inMinute).toBeLessThanOrEqual(121)
    }
    expect((taken.at(-1) ?? 0) / 1000).toBeLessThan(154)
  })

  it("spreads tokens, counting what calls came to", async () => {
    const allowed = { tokensPerMinute: 6000 }
    const { duration } = await run(moodyService(0, seeded(1)), { lines: 100, endpoint: { allowed } })
    expect(duration).toBeGreaterThan(98_000)
    expect(duration).toBeLessThan(104_000)
  })

  it("keeps to what a connection says now, also for calls that come by no connection", async () => {
    const clock = new VirtualClock()
    const limiter = new AdaptiveLimiter(clock).for(RUN)
    const signal = new AbortController().signal
    const ask = (allowed?: { concurrency?: number }) => {
      const endpoint = { account: "a", connection: "c", ...(allowed && { allowed }) }
      return limiter.acquire({ endpoint, model: "m", tokens: () => 1 }, signal)
    }
    await ask({ concurrency: 2 })
    await ask()
    let isThrough = false
    const third = ask().then(() => {
      isThrough = true
    })
    await clock.advance()
    expect(isThrough).toBe(false)
    await ask({}) // the connection was changed
    const last = await ask()
    last.ended({})
    await third
    expect(isThrough).toBe(true)
  })

  it("has no more calls at once", async () => {
    let most = 0
    let open = 0
    const service: Service = {
      ask: () => {
        most = Math.max(most, ++open)
        return {}
      },
      ended: () => void open--,
    }
    await run(service, { lines: 40, endpoint: { allowed: { concurrency: 3 } } })
    expect(most).toBe(3)
  })
})

describe("sharing", () => {
  it("gives two processes the same part of one limit, and all of it to the one that stays", async () => {
    const clock = new VirtualClock()
    const board = new MemoryBoard()
    const service = bucketService({ limit: () => 300, burst: 5, headers: true })
    const random = seeded(3)
    const process = (lines: number) => {
      const limiter = new AdaptiveLimiter(clock, board.door())
      const options = { lines, inFlight: 16, latency: () => 300 + 400 * random() }
      const over = simulatedRun(clock, limiter.for(RUN), service, options)
      return over.finally(() => limiter[Symbol.asyncDispose]())
    }
    const [short, long] = await clock.drive(Promise.all([process(100), process(250)]))
    const end = short.taken.at(-1) ?? 0
    const both = long.taken.filter((at) => at > 5000 && at <= end).length
    const other = short.taken.filter((at) => at > 5000).length
    expect(both / other).toBeGreaterThan(0.85)
    expect(both / other).toBeLessThan(1.18)
    const all = { taken: [...short.taken, ...long.taken], refused: [...short.refused, ...long.refused] }
    expect(laterRefusals(all)).toBeLessThan(0.02)
    expect(long.duration).toBeLessThan(1.06 * (350 / 300) * 60_000)
    // seldom, whatever the number of calls
    expect(board.exchanges).toBeLessThan(2 * 5 * (long.duration / 1000))
  })

  it("gives runs of two processes what their weights say, all runs of each together", async () => {
    const clock = new VirtualClock()
    const board = new MemoryBoard()
    const service = bucketService({ limit: () => 300, burst: 5 })
    const limiters = [new AdaptiveLimiter(clock, board.door()), new AdaptiveLimiter(clock, board.door())]
    const begin = (process: number, weight: number) => {
      const limiter = limiters[process] as AdaptiveLimiter
      const options = { lines: 400, inFlight: 16, latency: () => 500 }
      return simulatedRun(clock, limiter.for({ interactive: false, weight }), service, options)
    }
    const runs = await clock.drive(Promise.all([begin(0, 1), begin(1, 1), begin(1, 2)]))
    // while all of them call, after the first seconds
    const end = Math.min(...runs.map(({ taken }) => taken.at(-1) ?? 0))
    const parts = runs.map(({ taken }) => taken.filter((at) => at > 10_000 && at <= end).length)
    const all = parts.reduce((sum, part) => sum + part, 0)
    for (const [i, weight] of [1, 1, 2].entries()) {
      expect((parts[i] as number) / all).toBeGreaterThan((0.85 * weight) / 4)
      expect((parts[i] as number) / all).toBeLessThan((1.15 * weight) / 4)
    }
  })

  it("tells other processes what one has learned", async () => {
    const clock = new VirtualClock()
    const board = new MemoryBoard()
    const service = bucketService({ limit: () => 300, burst: 3 })
    const one = new AdaptiveLimiter(clock, board.door())
    const two = new AdaptiveLimiter(clock, board.door())
    const options = { lines: 150, inFlight: 16, latency: () => 500 }
    await clock.drive(simulatedRun(clock, one.for(RUN), service, options))
    const { refused } = await clock.drive(
      simulatedRun(clock, two.for(RUN), service, { ...options, lines: 60 }),
    )
    expect(refused.length).toBeLessThan(5)
  })

  it("lets a test go before the lines of a run in the same process", async () => {
    const clock = new VirtualClock()
    const limiter = new AdaptiveLimiter(clock)
    const service = bucketService({ limit: () => 60, burst: 2, headers: true })
    const options = { lines: 60, inFlight: 16, latency: () => 500 }
    const batch = simulatedRun(clock, limiter.for(RUN), service, options)
    const test = simulatedRun(clock, limiter.for(TEST), service, { ...options, lines: 1, begin: 20_000 })
    const [, tested] = await clock.drive(Promise.all([batch, test]))
    expect(tested.duration).toBeLessThan(3500)
  })

  it("lets two runs of one process go by turns", async () => {
    const clock = new VirtualClock()
    const limiter = new AdaptiveLimiter(clock)
    const service = bucketService({ limit: () => 120, burst: 2, headers: true })
    const many = { lines: 60, inFlight: 32, latency: () => 500 }
    const runs = [many, { ...many, inFlight: 4 }].map((options) =>
      simulatedRun(clock, limiter.for({ ...RUN }), service, options),
    )
    const [a, b] = (await clock.drive(Promise.all(runs))) as [Outcome, Outcome]
    expect(b.duration / a.duration).toBeGreaterThan(0.85)
  })
})

it("gives up waiting when it is told to, and tells why calls wait", async () => {
  const clock = new VirtualClock()
  const reasons: string[] = []
  const watcher = ({ reason, waiting }: { reason: string; waiting: number }) =>
    reasons.push(`${waiting}: ${reason}`)
  const limiter = new AdaptiveLimiter(clock).for(RUN, watcher)
  const endpoint = { account: "a", connection: "c", allowed: { concurrency: 1 } }
  const call = { endpoint, model: "m", tokens: () => 1 }
  const first = await limiter.acquire(call, new AbortController().signal)
  const stop = new AbortController()
  const second = limiter.acquire(call, stop.signal)
  await clock.advance()
  await clock.advance()
  stop.abort(new Error("enough"))
  await expect(second).rejects.toThrow("enough")
  expect(reasons[0]).toBe("1: 1 call at once, as the connection says")
  first[Symbol.dispose]()
  const third = await limiter.acquire(call, new AbortController().signal)
  third.ended({})
})
