import type { Dict } from "@internal/value"
import * as fc from "fast-check"
import { expect, test } from "vitest"
import { parseYaml } from "../parse-yaml.ts"
import { editFlow } from "./edit-flow.ts"
import { isSame } from "./plain-edit.ts"
import { expectedFlow, structuredCopy } from "./testing/expected-flow.ts"
import { someEdit } from "./testing/random-edit.ts"
import { someFlowText } from "./testing/random-flow.ts"
import { applyChanges } from "./text-change.ts"

const someCase = someFlowText.chain(({ flow, text }) =>
  fc.record({ flow: fc.constant(flow), text: fc.constant(text), edit: someEdit(flow) }),
)

function comments(text: string): string[] {
  return text.match(/# (?:about|apart|remark|within)/g) ?? []
}

test("an edited text says exactly what the edit says, and its changes make it", () => {
  fc.assert(
    fc.property(someCase, ({ flow, text, edit }) => {
      expect(isSame(parseYaml(text, "f").value, flow, true)).toBe(true)
      const result = editFlow(text, edit)
      const expected = expectedFlow(structuredCopy(flow) as Dict, edit)
      expect(isSame(parseYaml(result.text, "f").value, expected)).toBe(true)
      expect(applyChanges(text, result.changes)).toBe(result.text)
      if (/-(?:add|rename|move|duplicate|clone|default)$/.test(edit.kind))
        expect(comments(result.text).length).toBeGreaterThanOrEqual(comments(text).length)
      if (/-(?:rename|default)$/.test(edit.kind))
        expect(result.text.replace(/[^\n#]/g, "")).toBe(text.replace(/[^\n#]/g, ""))
    }),
    { numRuns: 120, seed: 1 },
  )
})
