import { MillraceError } from "@internal/schema"
import type { FlowSignature, SaveFlowOptions } from "../api/flows.ts"

const ORIGINAL = { original: ["UserError"] }
const SECTIONS = ["inputs", "outputs", "init"] as const

/** The signature of a callable, with what is said of it instead: of the same names, and of sections that it has. */
export function savedSignature(
  inferred: FlowSignature,
  given: SaveFlowOptions["signature"] = {},
): FlowSignature {
  const saved = { ...inferred }
  for (const section of SECTIONS) {
    const ports = given[section]
    if (!ports) continue
    const own = inferred[section]
    if (!own || Object.keys(own).length === 0) {
      throw invalid(`Provided signature for ${section}, which can't be overridden according to the entry.`)
    }
    if (!isSame(Object.keys(ports), Object.keys(own))) {
      throw invalid(
        `Provided signature of ${section} does not match the entry.\n` +
          `Ports from signature: ${names(ports)}\nPorts from entry: ${names(own)}\n`,
      )
    }
    saved[section] = ports
  }
  return saved
}

/** A sample names every input, and none that there is not. */
export function checkSample(sample: SaveFlowOptions["sample"], { inputs }: FlowSignature): void {
  if (!sample) return
  const given = sample.inputs ?? {}
  if (isSame(Object.keys(given), Object.keys(inputs))) return
  throw invalid(`Sample keys ${names(given)} do not match the inputs ${names(inputs)}.`)
}

function isSame(some: string[], others: string[]): boolean {
  return some.length === others.length && some.every((name) => others.includes(name))
}

function names(ports: object): string {
  return Object.keys(ports).join(", ")
}

function invalid(message: string): MillraceError {
  return new MillraceError("USAGE", { reason: message }, { message, ...ORIGINAL })
}
