/** What a fetch tells, as text: "Fetching smollm2 42 %". */
export function progressOf({ step, done, total }: Record<string, unknown>): string {
  const share =
    typeof done === "number" && typeof total === "number" && total > 0
      ? ` ${Math.round((100 * done) / total)} %`
      : ""
  return `${typeof step === "string" ? step : "Fetching"}${share}`
}
