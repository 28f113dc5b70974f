import { expect, test } from "vitest"
import { folderNameProblem, freeName, pathProblem } from "./folder-name.ts"

const TAKEN = new Set(["web", "web-2", "chats/support"])

test("a name that is free is found", () => {
  expect(freeName("new", TAKEN)).toBe("new")
  expect(freeName("web", TAKEN)).toBe("web-3")
  expect(freeName(" ", TAKEN)).toBe("flow")
  expect(freeName("talk.prompty", new Set(["talk.prompty"]))).toBe("talk-2.prompty")
})

test("paths that lead elsewhere, or to a flow, are refused", () => {
  expect(folderNameProblem("chats/sales", TAKEN)).toBeNull()
  expect(folderNameProblem("chats/support", TAKEN)).toMatch(/already/)
  expect(folderNameProblem("  ", TAKEN)).toMatch(/name/)
  for (const path of ["/etc", "../up", "a/../b", "a//b", "a\\b", "."])
    expect(folderNameProblem(path, TAKEN)).toMatch(/below the opened folder/)
})

test("names that not every machine keeps, or that git has, are refused with why", () => {
  expect(pathProblem("docs/Über uns (2).md", "it")).toBeNull()
  expect(pathProblem("docs/.env", "it")).toBeNull()
  expect(pathProblem(" spaced.md ", "it")).toBeNull() // which are taken off
  for (const path of ["a.", "a /b", "docs./x"]) expect(pathProblem(path, "it")).toMatch(/dot or a space/)
  expect(pathProblem("a/.Git/hooks", "it")).toMatch(/git/)
  expect(pathProblem("C:x", "the folder")).toBe("Give a path below the folder.")
  expect(pathProblem("a\u0007b", "it")).toMatch(/control/)
})
