import type { EarlierRun } from "@internal/engine"
import {
  type EarlierAttempts,
  ERRORS,
  type ErrorCode,
  type ErrorRecord,
  type LineStatus,
} from "@internal/schema"
import type { Store } from "@internal/store"
import type { ResumeOptions } from "../api/runs.ts"

const PAGE = 500

/** What there is of a run that goes on, and which of its lines run again. */
export interface Remains {
  run: EarlierRun
  /** Lines that have an end and run again. */
  again: number
  /** Lines that had begun and have no end. */
  open: number
  /** Lines that have ended and stay so, until they run again to be looked at or for what died with their worker. */
  stay: { done: number; failed: number }
  /** Error of the first failed line that stays as it is. */
  firstError: { line: number; error: ErrorRecord } | null
}

/**
 * Lines that are done stay, and failed ones unless they are asked for; those that the run itself or the machine ended
 * run again. `recheck`: done lines too, since what they ran has changed; their answers are kept where it has not.
 */
export async function remainsOf(
  store: Store,
  name: string,
  { failed, recheck = false }: Pick<ResumeOptions, "failed"> & { recheck?: boolean },
): Promise<Remains> {
  const statuses = await store.runs.statuses(name)
  const open = await store.runs.openLines(name)
  const again = new Set<number>()
  let firstError: Remains["firstError"] = null
  let failedStay = 0
  const unsuccessful: LineStatus[] = ["failed", "crashed", "cancelled"]
  for (let after = -1; ; ) {
    const page = await store.runs.lines(name, { after, status: unsuccessful, limit: PAGE, values: false })
    for (const { line, status, error } of page) {
      if (status !== "failed" || failed === "all" || runsAgain(error, failed)) again.add(line)
      else if (!open.has(line)) {
        failedStay++
        if (error) firstError ??= { line, error }
      }
    }
    after = page.at(-1)?.line ?? after
    if (page.length < PAGE) break
  }
  const ended = (line: number): LineStatus | undefined => {
    const status = open.has(line) || again.has(line) ? undefined : statuses.get(line)
    return status === "done" && recheck ? undefined : status
  }
  const attempts = async (line: number): Promise<EarlierAttempts | undefined> =>
    open.get(line) ?? (statuses.get(line) ? store.runs.endedLine(name, line) : undefined)
  async function* doneLines() {
    for (let after = -1; ; ) {
      const page = await store.runs.lines(name, { after, status: ["done"], limit: PAGE, values: false })
      for (const { line } of page) {
        const state = ended(line) === "done" ? await store.runs.line(name, line) : undefined
        if (state) yield state
      }
      after = page.at(-1)?.line ?? after
      if (page.length < PAGE) return
    }
  }
  const { counts } = (await store.runs.get(name)).summary
  const stay = { done: counts.done, failed: failedStay }
  const aggregation = () => store.runs.stage(name)
  return {
    run: { ended, attempts, doneLines, aggregation },
    again: again.size,
    open: open.size,
    stay,
    firstError,
  }
}

/** Whether the aggregation stage of a run that is over runs again: it crashed, or it failed and is asked for. */
export async function stageRunsAgain(
  store: Store,
  name: string,
  { failed }: Pick<ResumeOptions, "failed">,
): Promise<boolean> {
  const { aggregationErrors } = (await store.runs.get(name)).summary
  const errors = Object.values(aggregationErrors)
  if (errors.length === 0) return false
  const stage = await store.runs.line(name, null)
  if (stage?.status === "crashed" || failed === "all") return true
  return errors.some((error) => runsAgain(error, failed))
}

/** Time limits of the run cut its lines off; what the machine or the provider did may have passed. */
function runsAgain(error: ErrorRecord | null, failed: ResumeOptions["failed"]): boolean {
  const code: ErrorCode | undefined = error?.millrace?.code
  if (code === "LINE_BATCH_TIMEOUT") return true
  if (failed !== "operational" || code === undefined) return false
  return ERRORS[code].category === "operational" || code === "LINE_TIMEOUT" || code === "NODE_TIMEOUT"
}
