import { call } from "../../api/call.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { givenValues } from "../../flow/run-ports.ts"
import { toast } from "../../ui/toasts.ts"

/** `RUN/LINE` of the address: the next run gets what that line of a run got. */
export function takeInputsOfLine(flow: OpenFlow, address: string): void {
  const slash = address.lastIndexOf("/")
  const run = address.slice(0, slash)
  const number = Number(address.slice(slash + 1))
  if (slash <= 0 || !Number.isInteger(number)) return
  call("runs.lines", { query: { name: run, after: number - 1, limit: 1 } }).then(
    ([line]) => {
      if (line?.line !== number) return toast({ kind: "error", title: `${run} has no line ${number}.` })
      const given = (line.inputs ?? {}) as Record<string, unknown>
      flow.setInputs({
        ...flow.inputs,
        ...givenValues(flow.ports.inputs, given),
      })
      toast({ kind: "info", title: `Inputs are those of line ${number} of ${run}.` })
    },
    (thrown: Error) => toast({ kind: "error", title: thrown.message }),
  )
}
