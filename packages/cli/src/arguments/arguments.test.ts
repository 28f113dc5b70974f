import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { float } from "@internal/value"
import { describe, expect, it } from "vitest"
import { readEnvironment } from "./environment.ts"
import { readInputs } from "./inputs.ts"
import { flatPairs, nestedPairs } from "./pairs.ts"

function folder(files: Record<string, string>): string {
  const made = mkdtempSync(join(tmpdir(), "millrace-arguments-"))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text)
  return made
}

describe("pairs (surface 1.0)", () => {
  it("split at the first = and lose their quotes", () => {
    expect(flatPairs(["a=b=c", "q='x y'", 'd="${data.a}"', "e="], "--set")).toEqual({
      a: "b=c",
      q: "x y",
      d: "${data.a}",
      e: "",
    })
  })

  it("nest at dots", () => {
    expect(nestedPairs(["tags.a=1", "tags.b=2", "node.connection=c"], "--set")).toEqual({
      tags: { a: "1", b: "2" },
      node: { connection: "c" },
    })
  })

  it("say what a bad item is", () => {
    expect(() => flatPairs(["foo"], "--set")).toThrow("Usage error: --set KEY=VALUE [KEY=VALUE ...]")
  })
})

describe("inputs (spec 3.10, surface 1.0)", () => {
  it("are text when they are typed", () => {
    expect(readInputs(["n=1", "t=true"], "/")).toEqual(
      new Map([
        ["n", "1"],
        ["t", "true"],
      ]),
    )
  })

  it("come from a JSON file exactly, and from the first line of a JSONL file", () => {
    const cwd = folder({ "a.json": '\ufeff{"n": 1.0, "s": "x"}', "b.jsonl": '\n{"n": 1}\n{"n": 2}\n' })
    expect(readInputs(["a.json"], cwd)).toEqual(
      new Map<string, unknown>([
        ["n", float(1)],
        ["s", "x"],
      ]),
    )
    expect(readInputs(["b.jsonl"], cwd)).toEqual(new Map([["n", 1]]))
  })

  it("say what is wrong with a file", () => {
    const cwd = folder({ "list.json": "[1]", "broken.json": "{", "fine.txt": "{}" })
    expect(() => readInputs(["gone.json"], cwd)).toThrow("Cannot find inputs file gone.json")
    expect(() => readInputs(["list.json"], cwd)).toThrow("it does not hold one JSON object")
    expect(() => readInputs(["broken.json"], cwd)).toThrow("broken.json")
    expect(() => readInputs(["fine.txt"], cwd)).toThrow(".json and .jsonl files only")
  })
})

describe("environment variables (surface 1.0)", () => {
  it("come from pairs, from files, or from the nearest .env", () => {
    const cwd = folder({ ".env": "A=near\n", "other.env": "B=other", "here.env": "B=${X}" })
    expect(readEnvironment(undefined, cwd, {})).toBeUndefined()
    expect(readEnvironment([], cwd, {})).toEqual({ A: "near" })
    expect(readEnvironment(["here.env"], cwd, { X: "x" })).toEqual({ B: "x" })
    expect(readEnvironment(["other.env", "C=${conn.key}"], cwd, {})).toEqual({ B: "other", C: "${conn.key}" })
  })
})
