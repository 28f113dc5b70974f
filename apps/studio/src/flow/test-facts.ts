import type { FileEntry, FlowTest } from "@internal/schema/studio"
import type { RunFacts } from "./last-run.ts"
import { markOf } from "./text-mark.ts"

/** Longer ones are compared, and not given back. */
const LONG = 4000

/** What the page keeps with a test that it starts, so that what is shown of it later can be told from what is old. */
export interface KeptFacts {
  /** By node, the mark of how it was written. */
  written: Record<string, string>
  /** By input, the JSON of what it got. */
  inputs: Record<string, string>
  /** Inputs that were typed, where they are short. */
  typed?: Record<string, unknown>
  /** Arguments of a flex flow's class, likewise. */
  init?: Record<string, unknown>
  replaced?: string[]
  variants?: Record<string, string>
}

/** JSON by input, marks in the place of long ones. */
export function inputTexts(inputs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const text = JSON.stringify(value)
      return [name, text.length > LONG ? `mark ${markOf(text)}` : text]
    }),
  )
}

/** What was typed, where it is short enough to be kept twice. */
export function shortValues(
  inputs: Readonly<Record<string, unknown>>,
  init: Readonly<Record<string, unknown>>,
): Pick<KeptFacts, "typed" | "init"> {
  if (JSON.stringify([inputs, init]).length > LONG) return {}
  return { typed: { ...inputs }, ...(Object.keys(init).length > 0 && { init: { ...init } }) }
}

/**
 * What is known of a test when it is shown. One that this page did not start says nothing of how the flow was written: what
 * it gave is old where a file of the node is newer.
 */
export function factsOf(
  { createdAt, properties }: FlowTest,
  files: ReadonlyMap<string, readonly string[]>,
  entries: readonly FileEntry[],
): RunFacts {
  const { written, inputs, replaced, variants } = properties as Partial<KeptFacts>
  if (isTexts(written) && isTexts(inputs))
    return {
      written,
      inputs,
      ...(Array.isArray(replaced) && { replaced: replaced.map(String) }),
      ...(isTexts(variants) && { variants }),
    }
  const updated = new Map(entries.map((entry) => [entry.path, entry.updatedAt]))
  const older = new Map<string, string>()
  for (const [node, paths] of files) {
    const newer = paths.find((path) => (updated.get(path) ?? 0) > createdAt)
    if (newer !== undefined) older.set(node, newer.split("/").at(-1) ?? newer)
  }
  return { older }
}

/** Of the newest first, those that are needed to know what every node did last: down to one that ran the whole flow. */
export function testsToShow(tests: readonly FlowTest[], most = 12): FlowTest[] {
  const whole = tests.findIndex(({ node, nodes }) => node === null && nodes === null)
  const shown = whole < 0 ? tests.slice(0, most) : [...tests.slice(0, Math.min(whole, most)), tests[whole]]
  return (shown as FlowTest[]).reverse()
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === "string")
  )
}
