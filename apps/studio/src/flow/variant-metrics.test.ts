import { flowOutline } from "@internal/flow"
import type { StudioRun } from "@internal/schema/studio"
import { expect, it } from "vitest"
import { isFormer, runsOfUnknown, variantMetrics } from "./variant-metrics.ts"

const run = (name: string, more: Partial<StudioRun>) =>
  ({ name, kind: "batch", run: null, properties: {}, metrics: {}, ...more }) as StudioRun

it("takes the newest run of each variant that has metrics, its own and those of its evaluations", () => {
  const runs = [
    run("newest", { properties: { node_variant: "${ask.variant_1}" } }),
    run("again", { run: "two", metrics: { accuracy: 0.5 } }),
    run("other", { run: "two", metrics: { length: 7 } }),
    run("eval", { run: "two", metrics: { accuracy: 0.4 } }),
    run("two", { properties: { node_variant: "${ask.variant_1}" } }),
    run("plain", { metrics: { accuracy: 0.8 } }),
    run("both", { properties: { node_variant: "${say+ask.x+variant_2}" }, metrics: { n: 1 } }),
    run("old", { metrics: { accuracy: 0.1 } }),
    run("test", { kind: "test", metrics: { accuracy: 0 } }),
  ]
  expect(
    Object.fromEntries(variantMetrics(runs, { node: "ask", nodes: ["ask", "say"], fallback: "variant_0" })),
  ).toEqual({
    variant_1: { run: "two", metrics: { accuracy: 0.5, length: 7 } },
    variant_0: { run: "plain", metrics: { accuracy: 0.8 } },
    variant_2: { run: "both", metrics: { n: 1 } },
  })
})

it("knows a node that was renamed by the files of its variants, and guesses nothing about one that is gone", () => {
  const runs = [
    run("as it is", { metrics: { n: 0 } }),
    run("newer", { properties: { node_variant: "${gone.variant_1}" }, metrics: { n: 1 } }),
    run("renamed", { properties: { node_variant: "${asked.variant_1}" }, metrics: { n: 2 } }),
    run("older", { properties: { node_variant: "${asked.variant_0}" }, metrics: { n: 3 } }),
  ]
  expect([...runsOfUnknown(runs, ["ask"])]).toEqual([
    ["gone", "newer"],
    ["asked", "renamed"],
  ])
  const ids = (former: string[], fallback = "variant_2") =>
    [...variantMetrics(runs, { node: "ask", nodes: ["ask"], former: new Set(former), fallback })].map(
      ([id, { run }]) => `${id}: ${run}`,
    )
  expect(ids([])).toEqual(["variant_2: as it is"])
  expect(ids(["asked"])).toEqual(["variant_2: as it is", "variant_1: renamed", "variant_0: older"])

  const node = (name: string, file: string) =>
    flowOutline(
      `nodes: [{name: ${name}, use_variants: true}]\nnode_variants: {${name}: {variants: {v: {node: {source: {path: ${file}}}}}}}`,
    ).nodes[0]
  const [old, now, copy, other] = [node("asked", "a"), node("ask", "a"), node("b", "a"), node("c", "c")]
  if (!old || !now || !copy || !other) throw new Error("no nodes")
  expect(isFormer(old, now, [now, other])).toBe(true)
  expect(isFormer(old, other, [now, other])).toBe(false)
  expect(isFormer(old, now, [now, copy])).toBe(false)
})
