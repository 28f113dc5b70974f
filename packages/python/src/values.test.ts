import { MillraceError, type TextStream } from "@internal/schema"
import { Json } from "@internal/value"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { json, type Live, Play, Recorder, textOf, tool } from "./testing/play.ts"

/** A model's text in these pieces, then its failure if there is one. */
function streamOf(pieces: string[], failure?: Error): Live & { closed: boolean } {
  const value = { kind: "live" as const, handle: `s${pieces.length}`, type: "generator", shown: Json.of("g") }
  const stream: TextStream = {
    name: "a.b",
    next: async () => {
      const piece = pieces.shift()
      if (piece === undefined && failure) throw failure
      return piece
    },
    rest: async () => pieces.splice(0).join(""),
    close: () => {
      live.closed = true
    },
  }
  const live = { ...value, iterable: true, stream, closed: false }
  return live
}

let play: Play
beforeAll(async () => {
  play = await Play.of({
    "same.py": tool("x", "return x"),
    "eval.py": tool("x", "import enum, dataclasses, datetime", "return eval(x)"),
    "is.py": tool("x, y", "return x is y"),
    "count.py": tool("x", "yield 'a'", "print('between')", "yield x"),
    "broken.py": tool("x", "yield 'a'", "raise ValueError('mid')"),
    "acount.py": "from promptflow.core import tool\n@tool\nasync def t(x):\n    yield 'a'\n    yield x\n",
    "point.py":
      "from dataclasses import dataclass\nfrom promptflow.core import tool\n" +
      "@dataclass\nclass Point:\n    x: int\n    tags: list\n    def __str__(self):\n        return 'P%d' % self.x\n" +
      "@tool\ndef t(x):\n    return Point(x, [{'k': 'v'}])\n",
    "items.py": tool("generators", "return [[type(g).__name__, list(g)] for g in generators]"),
    "next.py": tool("g", "return next(g)"),
    "rest.py": tool("g", "return [type(g).__name__, str(g).split(' at ')[0], list(g)]"),
    "close.py": tool("g", "next(g)", "g.close()"),
    "xs.py": tool("points", "return [p.x for p in points]"),
  })
})
afterAll(() => play[Symbol.asyncDispose]())

describe("JSON values are equal after the round trip", () => {
  test.each([
    "null",
    "true",
    "1",
    "1.0",
    "-0.0",
    "1e+22",
    "0.1",
    "123456789012345678901234567890",
    "NaN",
    "Infinity",
    "-Infinity",
    '""',
    '"\\ud83d\\ude00 \\ud800 \\u0000 \\n"',
    '{"a":[1,1.5,{"b":null}],"z":"\\u00e9","":true}',
  ])("%s", async (text) => {
    expect(textOf((await play.call("same.py", { x: json(text) })).value)).toBe(text)
  })

  test("text that is not ASCII and line breaks between tokens arrive", async () => {
    const result = await play.call("same.py", { x: json('{\n "é": "\u2028😀",\r\n "lone": "\ud800"\n}') })
    expect(textOf(result.value)).toBe('{"\\u00e9":"\\u2028\\ud83d\\ude00","lone":"\\ud800"}')
  })

  test("a megabyte arrives", async () => {
    const text = JSON.stringify("x".repeat(1 << 20))
    expect(textOf((await play.call("same.py", { x: json(text) })).value)).toBe(text)
  })
})

describe("everything else stays in Python (spec 2.6)", () => {
  test.each([
    ["(1, 2)", "live tuple [1,2]", "[1,2]"],
    ["{1: 'a', None: 'b'}", 'live dict {"1":"a","null":"b"}', '{"1":"a","null":"b"}'],
    ["type('S', (str,), {})('hey')", 'live S "hey"', '"hey"'],
    ["__import__('collections').OrderedDict(a=1)", 'live OrderedDict {"a":1}', '{"a":1}'],
    ["enum.IntEnum('E', 'A').A", "live E 1", "1"],
    ["[float('nan'), (1,)]", "live list [NaN,[1]]", "[NaN,[1]]"],
  ])("%s is a flow output as JSON", async (source, shown, output) => {
    await using line = await play.line()
    const { value } = await play.callIn(line, "eval.py", { x: json(JSON.stringify(source)) })
    expect(textOf(value)).toBe(shown)
    expect((await line.output(value as Live)).text).toBe(output)
  })

  test.each([
    ["{1}", '"{1}"', "(TypeError) Object of type set is not JSON serializable"],
    [
      "datetime.date(2020, 1, 2)",
      '"datetime.date(2020, 1, 2)"',
      "(TypeError) Object of type date is not JSON serializable",
    ],
    ["b'ab'", `"b'ab'"`, "(TypeError) Object of type bytes is not JSON serializable"],
    ["{(1, 2): 'a'}", `"{(1, 2): 'a'}"`, "(TypeError) keys must be str, int, float, bool or None, not tuple"],
    ["(lambda a: (a.append(a), a)[1])([])", '"[[...]]"', "(ValueError) Circular reference detected"],
  ])("%s is shown by its repr and is no flow output", async (source, shown, detail) => {
    await using line = await play.line()
    const { value } = await play.callIn(line, "eval.py", { x: json(JSON.stringify(source)) })
    expect((value as Live).shown.text).toBe(shown)
    await expect(line.output(value as Live)).rejects.toMatchObject({
      code: "OUTPUT_UNSERIALIZABLE",
      data: { detail },
    })
  })

  test("a repr that fails does not hide the value", async () => {
    const source = "type('Bad', (), {'__repr__': lambda self: 1 / 0})()"
    const { value } = await play.call("eval.py", { x: json(JSON.stringify(source)) })
    expect(textOf(value)).toBe('live Bad "<Bad object: its repr() failed with ZeroDivisionError>"')
  })

  test("later nodes of the line get the object itself", async () => {
    await using line = await play.line()
    const { value } = await play.callIn(line, "eval.py", { x: json('"{1, 2}"') })
    const same = await play.callIn(line, "is.py", { x: value, y: value })
    expect(textOf(same.value)).toBe("true")
  })

  test("properties, conditions and templates look into it", async () => {
    await using line = await play.line()
    const point = (await play.callIn(line, "point.py", { x: json("7") })).value as Live
    expect(textOf(await line.property(point, "x", "point"))).toBe("7")
    expect(textOf(await line.property(point, "tags[0]['k']", "point"))).toBe('"v"')
    const [face] = await line.look(point, "face", Json.of(null))
    expect(face).toMatchObject({ kind: "live", str: "P7" })
    expect(await line.look(point, "attribute", Json.of("x"))).toEqual([{ kind: "json", json: Json.of(7) }])
    expect(await line.look(point, "attribute", Json.of("nope"))).toEqual([])
    expect(await line.look(point, "length", Json.of(null))).toMatchObject([
      { kind: "error", type: "TypeError" },
    ])
    expect(await line.equals(point, Json.ofText("7"))).toBe(false)
    const seven = (await play.callIn(line, "eval.py", { x: json('"(7,)"') })).value as Live
    expect(await line.equals((await line.property(seven, "__len__", "n")) as Live, Json.ofText("1"))).toBe(
      false,
    )
    await expect(line.property(point, "nope", "point")).rejects.toMatchObject({
      code: "REFERENCE_PROPERTY",
      data: { property: "nope", node_name: "point" },
    })
    await expect(line.property(point, "x[0]", "point")).rejects.toMatchObject({ code: "REFERENCE_FAILED" })
  })

  test.each(["count.py", "acount.py"])("a generator is joined, item by item: %s", async (path) => {
    await using line = await play.line()
    const { value } = await play.callIn(line, path, { x: json("2") })
    expect(value).toMatchObject({ kind: "live", iterable: true })
    const sink = new Recorder()
    expect((await line.join(value as Live, sink)).text).toBe('"a2"')
    expect(sink.deltas).toEqual(["a", "2"])
    if (path === "count.py") expect(sink.plain("stdout")).toBe("between\n")
  })

  test("a generator that fails in the middle says where", async () => {
    await using line = await play.line()
    const { value } = await play.callIn(line, "broken.py", { x: json("2") })
    await expect(line.join(value as Live, new Recorder())).rejects.toMatchObject({
      code: "TOOL_FAILED",
      data: { type: "ValueError", detail: "mid" },
    })
  })

  test("kept values reach another line's worker; what cannot be pickled says so", async () => {
    const kept = []
    for (const x of ["1", "2"]) {
      await using line = await play.line()
      const { value } = await play.callIn(line, "point.py", { x: json(x) })
      kept.push(await line.keep(value as Live))
    }
    const result = await play.call("xs.py", { points: { kind: "list", items: kept } })
    expect(textOf(result.value)).toBe("[1,2]")
    await using line = await play.line()
    const { value } = await play.callIn(line, "eval.py", { x: json("\"__import__('threading').Lock()\"") })
    await expect(line.keep(value as Live)).rejects.toMatchObject({
      code: "AGGREGATION_INPUT_INVALID",
      message: expect.stringContaining("cannot pickle '_thread.lock' object"),
    })
  })

  test("a kept generator gives its items in another line's worker", async () => {
    const items = []
    {
      await using line = await play.line()
      const { value } = await play.callIn(line, "count.py", { x: json("2") })
      items.push(await line.keep(value as Live))
    }
    const result = await play.call("items.py", { generators: { kind: "list", items } })
    expect(textOf(result.value)).toBe('[["generator",["a",2]]]')
  })

  test("a model's text that is still coming is one generator, read where the last reader stopped", async () => {
    const stream = streamOf(["Hel", "lo", " you"])
    await using line = await play.line()
    const first = await play.callIn(line, "next.py", { g: stream })
    const rest = await play.callIn(line, "rest.py", { g: stream })
    expect([textOf(first.value), textOf(rest.value)]).toEqual([
      '"Hel"',
      '["generator","<generator object a.b",["lo"," you"]]',
    ])
  })

  test("what breaks a model's text off is raised where it is read; a closed generator is closed in the engine", async () => {
    const failure = new MillraceError("MODEL_CALL_FAILED", { class: "APIError", detail: "no more" })
    const broken = await play.call("rest.py", { g: streamOf(["a"], failure) }).catch((e) => e)
    expect(broken.data).toMatchObject({ type: "APIError", detail: "no more" })
    const stream = streamOf(["a", "b"])
    await play.call("close.py", { g: stream })
    expect(stream.closed).toBe(true)
  })
})
