import { expect, test } from "vitest"
import { namePatterns } from "./name-patterns.ts"

/** What Python's `fnmatch` answers; whole snapshots are among the rows of spec 4.10 in tests/differential. */
test.each([
  ["*.tmp", "a.tmp", true],
  ["*.tmp", ".x.tmp", true],
  ["*.tmp", "a.tmp.txt", false],
  ["a.b", "axb", false],
  ["[ab]?.txt", "b1.txt", true],
  ["[ab]?.txt", "c1.txt", false],
  ["[!x]y.md", "yy.md", true],
  ["[!x]y.md", "xy.md", false],
  ["[]a]", "]", true],
  ["[]a]", "b", false],
  ["[a", "[a", true],
  ["[^a]", "^", true],
  ["[^a]", "b", false],
  ["[z-a]", "b", false],
  ["UPPER*", "upper1", false],
  ["sub/", "sub", false],
  ["!keep", "keep", false],
  ["", "", false],
  ["a\\*", "a\\b", true],
  ["?", "é", true],
] as const)("%j matches %j: %s", (pattern, name, expected) => {
  expect(namePatterns([pattern])(name)).toBe(expected)
})
