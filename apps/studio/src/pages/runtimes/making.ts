import { useCallback, useEffect, useRef, useState } from "react"
import { ApiFailure } from "../../api/call.ts"
import { queryClient } from "../../api/queries.ts"
import { FollowedWork } from "../../api/work.ts"
import { toast } from "../../ui/toasts.ts"

export type MakingState = "idle" | "making" | "done" | "cancelled" | Error

export interface Making {
  state: MakingState
  /** What it has said, line by line. */
  log: readonly string[]
  /** `begin` answers the work, undefined where somebody has said no. Answers whether it was made. */
  run: (begin: () => Promise<string | undefined>) => Promise<boolean>
  cancel: () => void
}

const NOT_SO_OFTEN_MS = 100

/** A runtime that is made or brought up to date: what it tells, and how it ends. It goes on when nobody looks; `done` is said then. */
export function useMaking(done: string): Making {
  const [state, setState] = useState<MakingState>("idle")
  const [log, setLog] = useState<readonly string[]>([])
  const work = useRef<FollowedWork | null>(null)
  const isCancelled = useRef(false)
  const isSeen = useRef(true)
  useEffect(() => {
    isSeen.current = true
    return () => {
      isSeen.current = false
    }
  }, [])

  const run = useCallback(
    async (begin: () => Promise<string | undefined>) => {
      setState("making")
      setLog([])
      isCancelled.current = false
      const lines: string[] = []
      // an installer says much at once
      const timer = setInterval(
        () => setLog((shown) => (shown.length === lines.length ? shown : [...lines])),
        NOT_SO_OFTEN_MS,
      )
      try {
        const id = await begin()
        if (id === undefined) {
          setState("idle")
          return false
        }
        work.current = new FollowedWork(id, {
          told: (told) => {
            if (typeof told.step === "string") lines.push(told.step)
          },
        })
        const { error } = await work.current.outcome
        if (error) throw new ApiFailure({ code: error.code ?? "RUNTIME_FAILED", ...error })
        setState("done")
        if (!isSeen.current) toast({ title: done })
        return true
      } catch (thrown) {
        const { message, hint } = thrown as ApiFailure
        setState(isCancelled.current ? "cancelled" : (thrown as Error))
        if (!isSeen.current) toast({ kind: "error", title: message, ...(hint && { text: hint }) })
        return false
      } finally {
        clearInterval(timer)
        setLog(lines)
        for (const operation of ["runtimes.list", "runtimes.check", "doctor"])
          void queryClient.invalidateQueries({ queryKey: [operation] })
      }
    },
    [done],
  )

  const cancel = useCallback(() => {
    isCancelled.current = true
    void work.current?.cancel()
  }, [])
  return { state, log, run, cancel }
}
