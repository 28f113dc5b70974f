import { useCallback, useRef, useState } from "react"
import { ApiFailure, call } from "../api/call.ts"
import { useFlow } from "./flow-context.ts"
import { type FormValues, functionInputs } from "./form-state.ts"
import type { ToolForm, ToolFunction } from "./tool-form.ts"

export interface ListItem {
  value: unknown
  display_value?: string
  description?: string
  hyperlink?: string
}
export interface FunctionList {
  items: readonly ListItem[]
  state: "unasked" | "asking" | "known"
  problem: string | undefined
  /** Asks for the list with what the form has now; the same question is not asked twice unless `again`. */
  ask(again?: boolean): void
}

/** What a dynamic list offers. Asking runs code of the flow's folder: where it may not run yet, the page asks first. */
export function useFunctionList(
  list: ToolFunction | undefined,
  form: ToolForm | undefined,
  values: FormValues,
): FunctionList {
  const flow = useFlow()
  const [answer, setAnswer] = useState<Pick<FunctionList, "items" | "state" | "problem">>({
    items: [],
    state: "unasked",
    problem: undefined,
  })
  const asked = useRef<string>(null)
  const given = useRef({ list, form, values })
  given.current = { list, form, values }
  const ask = useCallback(
    (again = false) => {
      const { list: asking, form: of, values: has } = given.current
      if (!asking || !of) return
      const { inputs, missing } = functionInputs(asking, of, has)
      const key = JSON.stringify([asking.path, inputs])
      if (asked.current === key && !again) return
      asked.current = key
      if (missing.length > 0) {
        asked.current = null
        const problem = `The list needs a value of ${missing.join(" and ")} first.`
        return setAnswer({ items: [], state: "known", problem })
      }
      setAnswer((before) => ({ ...before, state: "asking", problem: undefined }))
      callFunction(flow.path, { scenario: "dynamic_list", function: asking.path, inputs }).then(
        (items) => {
          if (asked.current === key)
            setAnswer({ items: items as ListItem[], state: "known", problem: undefined })
        },
        (thrown: Error) => {
          if (asked.current !== key) return
          asked.current = null
          const isAsked = thrown instanceof ApiFailure && thrown.code === "FOLDER_UNTRUSTED"
          setAnswer({
            items: [],
            state: "unasked",
            problem: isAsked ? undefined : thrown.message,
          })
          if (isAsked) flow.onUntrusted?.(() => ask(true))
        },
      )
    },
    [flow],
  )
  return { ...answer, ask }
}

export async function callFunction(
  flow: string,
  question: {
    scenario: "dynamic_list" | "generated_by" | "reverse_generated_by"
    function: string
    inputs: Record<string, unknown>
  },
): Promise<unknown> {
  return (await call("flows.callTool", { body: { flow, ...question } })).value
}
