export interface NumberLimits {
  min?: number
  max?: number
  whole?: boolean
}

/** A number as it is typed; an empty text is null. `problem` says what is wrong with it. */
export function readNumber(
  text: string,
  { min, max, whole }: NumberLimits = {},
): { value: number | null; problem?: string } {
  const trimmed = text.trim()
  if (trimmed === "") return { value: null }
  const value = Number(trimmed)
  if (!Number.isFinite(value)) return { value: null, problem: "This is no number." }
  if (whole && !Number.isInteger(value)) return { value: null, problem: "A whole number is needed." }
  if (min !== undefined && value < min) return { value: null, problem: `At least ${min}.` }
  if (max !== undefined && value > max) return { value: null, problem: `At most ${max}.` }
  return { value }
}
