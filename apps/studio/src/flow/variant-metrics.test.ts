import type { StudioRun } from "@internal/schema/studio"
import { expect, it } from "vitest"
import { variantMetrics } from "./variant-metrics.ts"

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
  expect(Object.fromEntries(variantMetrics(runs, { node: "ask", fallback: "variant_0" }))).toEqual({
    variant_1: { run: "two", metrics: { accuracy: 0.5, length: 7 } },
    variant_0: { run: "plain", metrics: { accuracy: 0.8 } },
    variant_2: { run: "both", metrics: { n: 1 } },
  })
})
