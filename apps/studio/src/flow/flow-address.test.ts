import { expect, test } from "vitest"
import { flowAddress, flowPathOf } from "./flow-address.ts"

test.each([".", "web", "chats/support bot", "a#b/ü?.prompty"])("%s is found again by its address", (path) => {
  const address = flowAddress(path)
  const { pathname } = new URL(address, "http://localhost")
  expect(pathname).toBe(address)
  expect(flowPathOf(pathname.slice("/flows/".length))).toBe(path)
})
