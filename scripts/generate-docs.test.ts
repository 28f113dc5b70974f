import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { PAGES } from "./generate-docs.ts"

describe("generated pages", () => {
  it.each(Object.entries(PAGES))("%s is current (else: node scripts/generate-docs.ts)", (path, page) => {
    expect(readFileSync(new URL(`../${path}`, import.meta.url), "utf8")).toBe(page())
  })
})
