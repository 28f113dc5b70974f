import { shownError } from "../../api/shown-error.ts"
import type { WorkOutcome } from "../../api/work.ts"
import type { Turn } from "./turn.ts"

interface Reply {
  status: string
  reply: unknown
  output: unknown
  duration: number
  usage?: { total_tokens: number }
  error?: Parameters<typeof shownError>[0]
}

/** What is known of a turn once its work has ended; `isStopped`: somebody has given it up. */
export function endOfTurn({ result, error }: WorkOutcome, isStopped: boolean): Partial<Turn> {
  const reply = result as Reply | undefined
  const facts: Partial<Turn> = reply
    ? {
        work: undefined,
        outputs: reply.output,
        duration: reply.duration,
        tokens: reply.usage?.total_tokens ?? 0,
      }
    : { work: undefined }
  if (reply?.status === "done") return { ...facts, status: "done", reply: reply.reply }
  if (isStopped) return { ...facts, status: "stopped" }
  const why = error ?? reply?.error ?? { message: "The turn has not ended as it should." }
  return { ...facts, status: "failed", error: shownError(why) }
}
