import type { LastRun } from "./last-run.ts"
import type { Resolved, RunTarget } from "./run-needs.ts"
import { effectiveInputs, givenValues } from "./run-ports.ts"
import { inputTexts, type KeptFacts, shortValues } from "./test-facts.ts"
import { type TestedFlow, variantNodes } from "./tested-flow.ts"

/** What is kept with a test that is started now. */
export function keptFacts(
  { outline, ports, init, variants }: TestedFlow,
  last: LastRun,
  target: RunTarget,
  {
    inputs,
    resolved,
    chosen,
  }: {
    inputs: Record<string, unknown>
    resolved: readonly Resolved[]
    chosen: Record<string, string>
  },
): KeptFacts {
  const replaced =
    target.kind === "flow"
      ? []
      : resolved.flatMap(({ key, node, source }) =>
          source === "typed" || source === "pinned" ? [node ?? key] : [],
        )
  const ran = Object.fromEntries(
    variantNodes(outline, target).flatMap(({ name, variants: all }) => {
      const id = chosen[name] ?? variants[name] ?? all.find(({ isDefault }) => isDefault)?.id
      return id === undefined ? [] : [[name, id]]
    }),
  )
  return {
    written: last.marks(),
    inputs: inputTexts(effectiveInputs(ports, inputs)),
    ...shortValues(givenValues(ports.inputs, inputs), givenValues(ports.init, init)),
    ...(replaced.length > 0 && { replaced }),
    ...(Object.keys(ran).length > 0 && { variants: ran }),
  }
}
