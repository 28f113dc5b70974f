import { isAbsolute, relative } from "node:path"
import { type Diagnostic, type ErrorRecord, errorRecord, type Place, PlanError } from "@internal/schema"
import type { Style } from "./terminal/style.ts"
import { plainLines, wrap } from "./terminal/text.ts"
import { failureOf } from "./unusable-path.ts"
import { UsageFault } from "./usage-fault.ts"

interface Block {
  severity?: "error" | "warning"
  code: string
  place?: Place
  message: string
  hint?: string
  trace?: string
}

/** What happened, where, and what to do: one block, no stack unless it is asked for. */
export function errorBlock(
  thrown: unknown,
  options: { style: Style; width: number; debug: boolean; cwd: string },
): string {
  const error = failureOf(thrown)
  if (error instanceof PlanError) return error.diagnostics.map((d) => diagnosticBlock(d, options)).join("")
  const stack = error.cause instanceof Error ? error.cause.stack : error.stack
  const trace = error.trace ?? (options.debug ? stack : undefined)
  return block(
    {
      code: error.code,
      message: error.message,
      hint: error.hint,
      ...(error.place && { place: error.place }),
      ...(trace && (options.debug || error.trace) && { trace: options.debug ? trace : lastLines(trace) }),
    },
    options,
  )
}

export function diagnosticBlock(
  d: Diagnostic,
  options: { style: Style; width: number; cwd: string },
): string {
  const trace = d.cause?.trace
  return block(
    {
      severity: d.severity,
      code: d.code,
      place: d,
      message: d.message,
      hint: d.hint,
      ...(trace && { trace: lastLines(trace) }),
    },
    options,
  )
}

/** A kept error: of a line, of a run that ended. */
export function recordBlock(
  record: ErrorRecord,
  options: { style: Style; width: number; cwd: string },
): string {
  const { millrace, message, code } = record
  return block(
    {
      code: millrace?.code ?? innermost(record) ?? code,
      message,
      hint: millrace?.hint ?? "",
      ...(millrace?.place && { place: millrace.place }),
    },
    options,
  )
}

/** The last name of an error's chain, `ToolExecutionError`. */
export function innermost(record: ErrorRecord): string {
  let at: { code: string; innerError: ErrorRecord["innerError"] } = record
  while (at.innerError) at = at.innerError
  return at.code
}

/** The JSON form of whatever was thrown, for `--output json`. */
export function failureRecord(thrown: unknown): { error: ErrorRecord; diagnostics?: Diagnostic[] } {
  const error = failureOf(thrown)
  if (!(error instanceof PlanError)) return { error: errorRecord(error) }
  const diagnostics = error.diagnostics.map(({ cause: _cause, ...shown }) => shown)
  return { error: errorRecord(error), diagnostics }
}

export function exitCodeOf(thrown: unknown): number {
  return thrown instanceof UsageFault ? 2 : failureOf(thrown).entry.exit
}

function block(b: Block, { style, width, cwd }: { style: Style; width: number; cwd: string }): string {
  const severity = b.severity ?? "error"
  const paint = severity === "error" ? style.bad : style.warn
  const place =
    b.place && [shortPath(b.place.file, cwd), b.place.line, b.place.column].filter(Boolean).join(":")
  const lines = [`${paint(severity)} ${style.strong(b.code)}${place ? `  ${style.faint(place)}` : ""}`]
  for (const text of [b.message, b.hint ?? ""]) {
    if (text !== "") lines.push(...wrap(plainLines(text), Math.max(40, width - 2)).map((line) => `  ${line}`))
  }
  if (b.trace)
    lines.push(
      ...plainLines(b.trace)
        .trimEnd()
        .split("\n")
        .map((line) => `  ${style.faint(line)}`),
    )
  return `${lines.map((l) => l.trimEnd()).join("\n")}\n`
}

function lastLines(trace: string): string {
  return trace.trimEnd().split("\n").slice(-6).join("\n")
}

function shortPath(file: string, cwd: string): string {
  if (!isAbsolute(file)) return file
  const near = relative(cwd, file)
  return near === "" || near.startsWith("..") ? file : near
}
