import { expect, it } from "vitest"
import { suggest } from "./suggest.ts"

it("suggests what was probably meant, and nothing else", () => {
  const choices = ["create", "list", "show", "show-details"]
  expect(suggest("craete", choices)).toBe("create")
  expect(suggest("sho", choices)).toBe("show")
  expect(suggest("lsit", choices)).toBe("list")
  expect(suggest("visualize", choices)).toBeUndefined()
})
