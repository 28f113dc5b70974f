import type { Limiter, ModelEndpoint } from "@internal/schema"
import { waitSeconds } from "../../retry.ts"
import { VirtualClock } from "../../testing/virtual-clock.ts"
import type { Service } from "./simulated-service.ts"

export interface Simulated {
  lines: number
  inFlight: number
  /** Milliseconds that an accepted call takes. */
  latency(): number
  /** Milliseconds from here to the service. */
  way?: number
  /** Milliseconds after which the run begins. */
  begin?: number
  endpoint?: Partial<ModelEndpoint>
}

export interface Outcome {
  /** Milliseconds from the run's begin to its last answer. */
  duration: number
  /** When calls were taken, and when they were refused. */
  taken: number[]
  refused: number[]
}

export const ENDPOINT: ModelEndpoint = { account: "a", connection: "c", allowed: {} }

/** Lines of one call each, tried again when refused after as long as the service says, as the engine does. */
export async function simulatedRun(
  clock: VirtualClock,
  limiter: Limiter,
  service: Service,
  options: Simulated,
): Promise<Outcome> {
  const { lines, inFlight, latency, way = 5, begin = 0 } = options
  const signal = new AbortController().signal
  if (begin > 0) await clock.sleep(begin)
  const started = clock.now()
  const taken: number[] = []
  const refused: number[] = []
  const free = { slots: inFlight, waiting: [] as (() => void)[] }
  const take = () =>
    free.slots > 0
      ? Promise.resolve(void free.slots--)
      : new Promise<void>((resolve) => free.waiting.push(resolve))
  const give = () => {
    const next = free.waiting.shift()
    if (next) next()
    else free.slots++
  }
  const endpoint = { ...ENDPOINT, ...options.endpoint }
  const line = async () => {
    for (let attempt = 0; ; attempt++) {
      using permit = await limiter.acquire({ endpoint, model: "m", tokens: () => 100 }, signal)
      await clock.sleep(way)
      const { failure, limits } = service.ask(clock.now())
      if (!failure) {
        taken.push(clock.now())
        await clock.sleep(latency())
        service.ended()
        permit.answered(limits ?? {}, true)
        permit.ended({ usage: { prompt_tokens: 50, completion_tokens: 50, total_tokens: 100 } })
        return
      }
      refused.push(clock.now())
      await clock.sleep(way)
      permit.answered(limits ?? {}, false)
      permit.ended({ failure })
      // a line that waits gives its place away
      give()
      await clock.sleep(failure.retryAfterMs ?? waitSeconds(attempt) * 750)
      await take()
    }
  }
  const running: Promise<void>[] = []
  const open = new Set<Promise<void>>()
  for (let i = 0; i < lines; i++) {
    // the engine opens so many lines
    while (open.size >= 4 * inFlight) await Promise.race(open)
    await take()
    const task: Promise<void> = line().finally(() => {
      open.delete(task)
      give()
    })
    open.add(task)
    running.push(task)
  }
  await Promise.all(running)
  return { duration: clock.now() - started, taken, refused }
}

/** Refusals after the first ten seconds, as a part of all calls after them. */
export function laterRefusals({ taken, refused }: Pick<Outcome, "taken" | "refused">, from = 10_000): number {
  const later = (times: number[]) => times.filter((at) => at > from).length
  const all = later(taken) + later(refused)
  return all === 0 ? 0 : later(refused) / all
}

export { VirtualClock }
