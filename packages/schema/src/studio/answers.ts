import { z } from "zod"

/** How every failure is answered: the same words as on the command line. */
export const apiError = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  /** File, line and column where there are any. */
  place: z
    .object({ file: z.string().optional(), line: z.number().optional(), column: z.number().optional() })
    .optional(),
})
export type ApiError = z.infer<typeof apiError>

export const done = z.object({ ok: z.literal(true) })
/** A path below the opened folder, with `/`; `.` is the folder itself. */
export const path = z.string().max(1000)
/** Plain JSON; numbers that JSON cannot hold are text. */
export const plain = z.unknown()
export const usage = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number(),
})
export const errorRecord = z.looseObject({
  message: z.string(),
  code: z.string().optional(),
  hint: z.string().optional(),
})
