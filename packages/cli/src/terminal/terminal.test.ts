import { describe, expect, it } from "vitest"
import { RecordingTerminal } from "../testing/recording-terminal.ts"
import { bytes, duration, figure } from "./amount.ts"
import { Live } from "./live.ts"
import { style, wantsColour } from "./style.ts"
import { table } from "./table.ts"
import { cells, fit, oneLine, plainLines, wrap } from "./text.ts"

describe("text", () => {
  it("is as wide as a terminal shows it", () => {
    expect(cells("abc")).toBe(3)
    expect(cells("日本")).toBe(4)
    expect(cells("e\u0301")).toBe(1)
    expect(cells(style(true).bad("red"))).toBe(3)
  })

  it("is cut by cells, never inside a character", () => {
    expect(fit("a long text", 6)).toBe("a lon…")
    expect(fit("日本語日本語", 6)).toBe("日本…")
    expect(fit("short", 6)).toBe("short")
  })

  it("cannot move the cursor", () => {
    expect(oneLine("a\u001b[2Jb\r\n\tc\u0007")).toBe("ab c")
    expect(plainLines("a\u001b[31m\r\nb\u0000\tc")).toBe("a\nb\tc")
  })

  it("wraps at words", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"])
    expect(wrap("one:\n  two three", 8)).toEqual(["one:", "  two", "  three"])
  })
})

describe("amounts", () => {
  it("read naturally", () => {
    expect([0.4, 12, 1900, 65_000, 7_260_000].map(duration)).toEqual([
      "0 ms",
      "12 ms",
      "1.9 s",
      "1 min 5 s",
      "2 h 1 min",
    ])
    expect([12, 1500, 98_000_000].map(bytes)).toEqual(["12 B", "1.5 kB", "98 MB"])
    expect([0.5, 1234, 0.004, 123.456, 1234.5].map(figure)).toEqual([
      "0.50",
      "1,234",
      "0.0040",
      "123.5",
      "1,235",
    ])
  })
})

describe("colours", () => {
  it("follow NO_COLOR, FORCE_COLOR and the stream", () => {
    expect(wantsColour({}, true)).toBe(true)
    expect(wantsColour({}, false)).toBe(false)
    expect(wantsColour({ NO_COLOR: "1", FORCE_COLOR: "1" }, true)).toBe(false)
    expect(wantsColour({ FORCE_COLOR: "1" }, false)).toBe(true)
    expect(wantsColour({ FORCE_COLOR: "0" }, true)).toBe(false)
    expect(wantsColour({ TERM: "dumb" }, true)).toBe(false)
  })
})

describe("table", () => {
  const columns = [{ title: "name" }, { title: "n", right: true, shrinks: false }]
  it("aligns, and cuts only what may shrink", () => {
    const rows = [
      ["a rather long name", "1,234"],
      ["b", "5"],
    ]
    expect(table(columns, rows, 0)).toEqual([
      "name                    n",
      "a rather long name  1,234",
      "b                       5",
    ])
    expect(table(columns, rows, 17)).toEqual(["name            n", "a rather …  1,234", "b               5"])
  })
})

describe("live lines", () => {
  it("are redrawn in place under the final ones", () => {
    const terminal = new RecordingTerminal({ watched: true })
    const live = new Live(terminal, () => ["working", "still"])
    live.print("first")
    live.print("second")
    live.end()
    live.end()
    expect(terminal.errors).toBe(
      "first\nworking\nstill\n\u001b[2A\u001b[Jsecond\nworking\nstill\n\u001b[2A\u001b[J",
    )
  })

  it("are left out where nobody watches", () => {
    const terminal = new RecordingTerminal()
    const live = new Live(terminal, () => ["working"])
    live.print("first")
    live.end()
    expect(terminal.errors).toBe("first\n")
  })
})
