// What a page did on its main thread, from Chromium's trace: script and layout, frames, the longest task.
import type { Browser, Page } from "playwright-core"

/** Milliseconds are those that the thread had the processor, where the trace says so: other work on the machine does not count. */
export interface Traced {
  /** Milliseconds of script, style and layout. */
  work: number
  /** Frames that the main thread made. */
  frames: number
  /** Of the script, style and layout between two frames, milliseconds: what 95 in 100 stay below. */
  slowFrame: number
  /** Milliseconds of the longest task, with painting and everything else. */
  longest: number
}

interface Event {
  name: string
  ph: string
  ts: number
  dur?: number
  /** Of `dur` what the thread had the processor. */
  tdur?: number
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
  "IntersectionObserverController::computeIntersections",
  "Layout",
  "MajorGC",
  "MinorGC",
  "RunMicrotasks",
  "TimerFire",
  "UpdateLayoutTree",
])
/** A frame of the main thread: `BeginMainThreadFrame` is of the category that says so. */
const CATEGORIES = [
  "toplevel",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
  "devtools.timeline.frame",
]

/** Traces `page` while `act` goes on, and until what it has caused is over. */
export async function traced(browser: Browser, page: Page, act: () => Promise<void>): Promise<Traced> {
  await browser.startTracing(page, { categories: CATEGORIES })
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
  // other renderers (a spare one) do next to nothing
  const [busiest = []] = [...byThread.values()].sort((a, b) => total(outermost(b)) - total(outermost(a)))
  const work = outermost(busiest)
  const begins = busiest
    .filter(({ name }) => name === "BeginMainThreadFrame")
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)
  const each = begins.map((begin, i) =>
    total(work.filter(({ ts }) => ts >= begin && ts < (begins[i + 1] ?? Infinity))),
  )
  each.sort((a, b) => a - b)
  const tasks = busiest.filter(({ name }) => name === "RunTask" || name === "ThreadControllerImpl::RunTask")
  return {
    work: total(work),
    frames: begins.length,
    slowFrame: each[Math.floor(each.length * 0.95)] ?? 0,
    longest: tasks.reduce((most, event) => Math.max(most, cpu(event)), 0) / 1000,
  }
}

function threadOf({ pid, tid }: Event): string {
  return `${pid}/${tid}`
}

function cpu({ dur = 0, tdur = dur }: Event): number {
  return tdur
}

/** Milliseconds. */
function total(events: Event[]): number {
  return events.reduce((sum, event) => sum + cpu(event), 0) / 1000
}

/** Events of script, style and layout; what lies within another one counts once. */
function outermost(events: Event[]): Event[] {
  let end = 0
  return events
    .filter(({ name, ph }) => ph === "X" && WORK.has(name))
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
    .filter(({ ts, dur = 0 }) => {
      if (ts + dur <= end) return false
      end = Math.max(end, ts + dur)
      return true
    })
}
