import type { Value } from "@internal/value"
import { chatParameters } from "./parameters.ts"

/**
 * Parameters of a vision tool's request: those of Azure's chat tool, with both penalties always sent (seen on the
 * original). `detail` reaches the model, where the original always says `auto` (Appendix B 4).
 */
export function visionRequest(given: ReadonlyMap<string, Value>): {
  parameters: Record<string, unknown>
  detail: string
} {
  const values = new Map<string, Value>([
    ["presence_penalty", 0],
    ["frequency_penalty", 0],
  ])
  for (const name of SENT) {
    const value = given.get(name) ?? null
    if (value !== null && value !== "") values.set(name, value)
  }
  const detail = given.get("detail")
  return {
    parameters: chatParameters(values, "azure").parameters,
    detail: typeof detail === "string" && detail !== "" ? detail : "auto",
  }
}

const SENT = ["temperature", "top_p", "stop", "max_tokens", "presence_penalty", "frequency_penalty", "seed"]
