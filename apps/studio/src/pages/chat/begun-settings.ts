import { useEffect, useRef, useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { toast } from "../../ui/toasts.ts"
import { addressPart, type KeptSettings } from "./kept-settings.ts"

/**
 * With what a flow is talked to: over what was kept stands what the address says (`flow test --ui`), and over that what the file
 * of `--init` says, until somebody types. When the file changes, its arguments are taken over what was typed too: it is newer.
 */
export function useBegunSettings(
  params: URLSearchParams,
  stored: KeptSettings,
  keep: (settings: KeptSettings) => void,
): [KeptSettings, (settings: KeptSettings) => void] {
  const [isTyped, setTyped] = useState(false)
  const { data, error } = useAnswer("conversations.init")
  const file = data?.content ?? undefined
  const text = JSON.stringify(file)
  const seen = useRef(text)
  const withFile = file && { ...stored, init: { ...stored.init, ...file } }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the file says something else
  useEffect(() => {
    if (text === undefined || text === seen.current) return
    const isFirst = seen.current === undefined
    seen.current = text
    if (isTyped && !isFirst && withFile) keep(withFile)
  }, [text])
  const problem = error?.message
  useEffect(() => {
    if (problem !== undefined)
      toast({ title: "The file of --init cannot be read.", text: problem, kind: "error" })
  }, [problem])
  const kept = isTyped
    ? stored
    : {
        ...stored,
        inputs: { ...stored.inputs, ...addressPart(params, "inputs") },
        init: { ...stored.init, ...(file ?? addressPart(params, "init")) },
      }
  return [
    kept,
    (settings) => {
      setTyped(true)
      keep(settings)
    },
  ]
}
