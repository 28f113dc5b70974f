/**
 * The name that the original makes of a folder (spec 1.2, A.4): lower case, one underscore between words, `n` before a
 * leading digit.
 */
export function sanitizeName(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, " ")
    .replace(/ +/g, " ")
    .trim()
  return (/^\p{Nd}/u.test(words) ? `n${words}` : words).replaceAll(" ", "_")
}

/**
 * The name of a run that was given none (spec 4.9); a variant that is null is that of a flow which has none. `now` is local time with microseconds, already split: two runs of one
 * flow in the same millisecond must not meet.
 */
export function defaultRunName(
  flow: string,
  at: Date,
  options: { variant?: string | null; micros?: number } = {},
): string {
  const variant = options.variant === null ? "" : `${options.variant ?? "variant_0"}_`
  return sanitizeName(`${flow}_${variant}${timeStamp(at, options.micros)}`)
}

/** `20261126_203737_458080`: local time to the microsecond, as names of the original end. */
export function timeStamp(at: Date, micros = 0): string {
  const two = (n: number) => String(n).padStart(2, "0")
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`
  const clock = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`
  return `${day}_${clock}_${String(at.getMilliseconds() * 1000 + micros).padStart(6, "0")}`
}
