import type { RunInfo } from "@internal/sdk"
import { PfFailure } from "./pf-failure.ts"

/** The block at the end of `--stream` and `run stream`. */
export function runSummary(run: RunInfo): string {
  const output = String(run.properties.output_path ?? run.output)
  return [
    "======= Run Summary =======",
    "",
    `Run name: "${run.name}"`,
    `Run status: "${run.status}"`,
    `Start time: "${run.createdOn.replace("T", " ")}"`,
    `Duration: "${timedelta(run.createdOn, run.endedOn)}"`,
    `Output path: "${output}"`,
    "",
    "",
  ].join("\n")
}

/** A failed or cancelled run ends the command with an error. */
export function refuseFailed(run: RunInfo): void {
  if (run.status === "Failed")
    throw new PfFailure("InvalidRunStatusError", run.error?.message ?? `Run ${run.name} failed.`)
  if (run.status === "Canceled") throw new PfFailure("InvalidRunStatusError", `Run ${run.name} is canceled.`)
}

/** Python's `str(timedelta)` between two ISO times: `0:00:04.510541`. */
export function timedelta(from: string, to: string | null): string {
  if (to === null) return "0:00:00"
  const elapsed = micros(to) - micros(from)
  const part = elapsed % 1_000_000n
  const seconds = elapsed / 1_000_000n
  const two = (n: bigint) => n.toString().padStart(2, "0")
  const days = seconds / 86_400n
  const clock = `${(seconds / 3600n) % 24n}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  const whole = days > 0n ? `${days} day${days === 1n ? "" : "s"}, ${clock}` : clock
  return part === 0n ? whole : `${whole}.${part.toString().padStart(6, "0")}`
}

/** Microseconds since the epoch; JavaScript's own dates stop at milliseconds. */
function micros(iso: string): bigint {
  const fraction = /\.(\d{1,6})/.exec(iso)?.[1] ?? ""
  const whole = Date.parse(iso.replace(/\.\d+/, ""))
  return BigInt(whole) * 1000n + BigInt(fraction.padEnd(6, "0"))
}
