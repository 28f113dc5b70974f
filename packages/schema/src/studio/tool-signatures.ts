import { Json } from "@internal/value"
import { z } from "zod"
import type { Place } from "../error.ts"
import { MillraceError, toMillraceError } from "../error.ts"
import type { ErrorCode } from "../error-codes.ts"
import type { ToolParameter, ToolSignature, ToolSource } from "../tool.ts"
import { plain } from "./answers.ts"

/** What a tool takes, or why that cannot be said, as JSON. */
export const describedTool = z.object({
  source: plain,
  signature: plain.optional(),
  error: z
    .object({ code: z.string(), message: z.string(), hint: z.string(), data: plain, place: plain.optional() })
    .optional(),
})
export type DescribedToolJson = z.infer<typeof describedTool>

interface ParameterJson extends Omit<ToolParameter, "default"> {
  default?: { text?: string; shown: string }
}
type SignatureJson = Omit<ToolSignature, "parameters" | "init"> & {
  parameters: ParameterJson[]
  init: ParameterJson[]
}

/** A described tool for the page. Errors keep what a diagnostic of them needs. */
export function describedToolJson(source: ToolSource, answer: ToolSignature | Error): DescribedToolJson {
  if (!(answer instanceof Error)) {
    const signature: SignatureJson = {
      ...answer,
      parameters: answer.parameters.map(parameterJson),
      init: answer.init.map(parameterJson),
    }
    return { source, signature }
  }
  const { code, message, hint, data, place } = toMillraceError(answer)
  return { source, error: { code, message, hint, data, ...(place && { place }) } }
}

function parameterJson({ default: given, ...parameter }: ToolParameter): ParameterJson {
  if (!given) return parameter
  return {
    ...parameter,
    default: { shown: given.shown, ...(given.value !== undefined && { text: given.value.text }) },
  }
}

/** The same, back from JSON. */
export function readDescribedTool({ source, signature, error }: DescribedToolJson): {
  source: ToolSource
  answer: ToolSignature | Error
} {
  if (error) {
    const place = error.place as Place | undefined
    const answer = new MillraceError(error.code as ErrorCode, error.data as Record<string, unknown>, {
      message: error.message,
      hint: error.hint,
      ...(place && { place }),
    })
    return { source: source as ToolSource, answer }
  }
  const written = signature as SignatureJson // as `describedToolJson` has written it
  const answer = {
    ...written,
    parameters: written.parameters.map(readParameter),
    init: written.init.map(readParameter),
  }
  return { source: source as ToolSource, answer }
}

function readParameter({ default: given, ...parameter }: ParameterJson): ToolParameter {
  if (!given) return parameter
  const value = given.text === undefined ? undefined : Json.ofText(given.text)
  return { ...parameter, default: { value, shown: given.shown } }
}
