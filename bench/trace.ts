// What a page did on its main thread, from Chromium's trace: script and layout, frames, the longest task.
import type { Browser, Page } from "playwright-core"

export interface Traced {
  /** Milliseconds of script, style and layout. */
  work: number
  /** Frames that the main thread made. */
  frames: number
  /** Of the work between the begins of two frames, milliseconds: what 95 in 100 stay below. */
  slowFrame: number
  /** Milliseconds of the longest task. */
  longest: number
}

interface Event {
  name: string
  ph: string
  ts: number
  dur?: number
  pid: number
  tid: number
  args: { name?: string }
}

const WORK = new Set([
  "EvaluateScript",
  "EventDispatch",
  "FireAnimationFrame",
  "FireIdleCallback",
  "FunctionCall",
  "Layout",
  "RunMicrotasks",
  "TimerFire",
  "UpdateLayoutTree",
])

/** Traces `page` while `act` goes on, and until what it has caused is over. */
export async function traced(browser: Browser, page: Page, act: () => Promise<void>): Promise<Traced> {
  await browser.startTracing(page, {
    categories: [
      "toplevel",
      "devtools.timeline",
      "disabled-by-default-devtools.timeline",
      "blink.user_timing",
    ],
  })
  await act()
  await page.waitForTimeout(500)
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: Event[] }
  return summary(traceEvents)
}

function summary(events: Event[]): Traced {
  const mains = new Set(
    events.filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain").map(threadOf),
  )
  const byThread = Map.groupBy(
    events.filter((e) => mains.has(threadOf(e))),
    threadOf,
  )
  // other renderers (a spare one, workers' hosts) do next to nothing
  const [busiest = []] = [...byThread.values()].sort((a, b) => total(b) - total(a))
  const work = spans(busiest.filter(({ name }) => WORK.has(name)))
  const begins = busiest
    .filter(({ name }) => name === "BeginMainThreadFrame")
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)
  const each = begins.map((begin, i) => inside(work, begin, begins[i + 1] ?? Number.POSITIVE_INFINITY))
  each.sort((a, b) => a - b)
  const tasks = busiest.filter(({ name }) => name === "RunTask" || name === "ThreadControllerImpl::RunTask")
  return {
    work: total(busiest),
    frames: begins.length,
    slowFrame: (each[Math.floor(each.length * 0.95)] ?? 0) / 1000,
    longest: tasks.reduce((most, { dur = 0 }) => Math.max(most, dur), 0) / 1000,
  }
}

function threadOf({ pid, tid }: Event): string {
  return `${pid}/${tid}`
}

/** Milliseconds; what lies within something else counts once. */
function total(events: Event[]): number {
  return inside(spans(events.filter(({ name }) => WORK.has(name))), 0, Number.POSITIVE_INFINITY) / 1000
}

type Span = [from: number, to: number]

function spans(events: Event[]): Span[] {
  const joined: Span[] = []
  const all = events.filter(({ ph }) => ph === "X").sort((a, b) => a.ts - b.ts)
  for (const { ts, dur = 0 } of all) {
    const last = joined.at(-1)
    if (last && ts <= last[1]) last[1] = Math.max(last[1], ts + dur)
    else joined.push([ts, ts + dur])
  }
  return joined
}

function inside(all: Span[], from: number, to: number): number {
  return all.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0)
}
