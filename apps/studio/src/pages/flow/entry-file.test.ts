import { expect, test } from "vitest"
import { entryFile, movedEntry } from "./entry-file.ts"

const moved = (entry: string, from: string, to: string, code = "") => movedEntry({ entry, code }, from, to)

test("an entry names a file, and follows it and the folders around it", () => {
  expect(entryFile("a.b:f", "./src/")).toBe("src/a/b.py")
  expect(entryFile("./lib/x.ts:f", ".")).toBe("lib/x.ts")
  expect(moved("prog:f", "prog.py", "answer.py")).toBe("answer:f")
  expect(moved("prog:f", "prog.py", "lib/answer.py")).toBe("lib.answer:f")
  expect(moved("lib.prog:F", "lib", "src/lib")).toBe("src.lib.prog:F")
  expect(moved("prog:f", "src/prog.py", "src/p.py", "src")).toBe("p:f")
  expect(moved("pkg:f", "pkg", "other")).toBe("other:f")
  expect(moved("x.ts:run", "x.ts", "lib/y.mts")).toBe("lib/y.mts:run")
})

test("an entry stays where another file is renamed, and cannot follow to what is no module", () => {
  expect(moved("prog:f", "program.py", "x.py")).toBeUndefined()
  expect(moved("not an entry", "prog.py", "x.py")).toBeUndefined()
  for (const to of ["my-prog.py", "prog.txt", "a.b.py", "prog"])
    expect(moved("prog:f", "prog.py", to)).toBeNull()
  expect(moved("prog:f", "src/prog.py", "prog.py", "src")).toBeNull()
  expect(moved("x.ts:run", "x.ts", "x.py")).toBeNull()
})
