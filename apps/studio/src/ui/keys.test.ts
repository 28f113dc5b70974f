import { expect, it } from "vitest"
import { pressed, shownKeys } from "./keys.ts"

const event = (key: string, ...held: ("ctrlKey" | "metaKey" | "altKey" | "shiftKey")[]) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...Object.fromEntries(held.map((name) => [name, true])),
})

it("names keys as they stand on the keyboard", () => {
  expect(shownKeys("mod+shift+enter", false)).toEqual(["Ctrl", "Shift", "Enter"])
  expect(shownKeys("Mod+k", true)).toEqual(["⌘", "K"])
  expect(shownKeys("g r", false)).toEqual(["G", "R"])
  expect(shownKeys("f2", false)).toEqual(["F2"])
})

it("knows the modifier of the machine, and no other", () => {
  expect(pressed(event("k", "ctrlKey"), "mod+k", false)).toBe(true)
  expect(pressed(event("k", "metaKey"), "mod+k", true)).toBe(true)
  expect(pressed(event("k", "ctrlKey"), "mod+k", true)).toBe(false)
  expect(pressed(event("k"), "mod+k", false)).toBe(false)
  expect(pressed(event("k", "ctrlKey"), "k", false)).toBe(false)
})

it("tells Shift apart where it is no part of the sign", () => {
  expect(pressed(event("?", "shiftKey"), "?", false)).toBe(true)
  expect(pressed(event("Z", "ctrlKey", "shiftKey"), "mod+z", false)).toBe(false)
  expect(pressed(event("Z", "ctrlKey", "shiftKey"), "mod+shift+z", false)).toBe(true)
  expect(pressed(event("Enter", "shiftKey"), "enter", false)).toBe(false)
  expect(pressed(event("ArrowDown", "shiftKey"), "shift+down", false)).toBe(true)
  expect(pressed(event(" "), "space", false)).toBe(true)
})
