import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { flowText } from "@internal/flow"
import { expect, test } from "vitest"
import { loadFlow } from "./load-flow.ts"

test("an include that is not there keeps a flow from running, and is one of its mistakes when it is looked at", () => {
  const root = mkdtempSync(join(tmpdir(), "millrace-load-"))
  try {
    const text = "inputs: {}\nadditional_includes:\n- flow.dag.yaml\n- ../nowhere/x.py\n"
    writeFileSync(join(root, "flow.dag.yaml"), text)
    const found = { code: "FILE_NOT_FOUND", hint: "It is named in additional_includes." }
    const place = { file: "flow.dag.yaml", line: 4, column: 3 }
    expect(() => loadFlow(root, root)).toThrow(
      expect.objectContaining({ ...found, place: expect.objectContaining(place) }),
    )
    using loaded = loadFlow(root, root, {}, { incomplete: true })
    expect(loaded.flow.diagnostics).toContainEqual(expect.objectContaining({ ...found, ...place }))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test("a flow whose includes were merged no longer names them: its snapshot stands alone (spec 1.7)", () => {
  const root = mkdtempSync(join(tmpdir(), "millrace-load-"))
  try {
    mkdirSync(join(root, "flow"))
    writeFileSync(join(root, "shared.py"), "x = 1\n")
    const text = "additional_includes: [../shared.py]\ninputs: {}\noutputs: {}\nnodes: []\n"
    writeFileSync(join(root, "flow", "flow.dag.yaml"), text)
    using loaded = loadFlow(join(root, "flow"), root)
    expect(existsSync(join(loaded.reader.root, "shared.py"))).toBe(true)
    expect(flowText(loaded.flow, text)).toBe("inputs: {}\noutputs: {}\nnodes: []\n")
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
