import { type Dict, float, type Value } from "@internal/value"
import * as fc from "fast-check"
import { scalarText } from "../write-scalar.ts"

/** How the text of a random flow is laid out. */
interface Layout {
  step: number
  dash: number
  eol: string
  /** Whether a comment, an empty line or nothing stands here; whether a small collection is on one line; quotes. */
  pick: (most: number) => number
}

const words = fc.constantFrom(
  "fetch",
  "ask",
  "true",
  "1.0",
  "null",
  "yes",
  "a b",
  "x: y",
  "# no",
  "${inputs.i0}",
)
const lines = fc.constantFrom("one\ntwo\n", "  in\nout", "a\n\nb\n\n", "tab\tbed\nx", "é\n\u2028", "a\r\nb")
const scalar: fc.Arbitrary<Value> = fc.oneof(
  words,
  lines,
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom<Value>(float(1), 0.5, float(1e22), 10n ** 20n, Number.NaN, Number.POSITIVE_INFINITY),
)
/** Any value of the file. */
export const someValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom("k", "key", "a b", "true", "1", "x-y"), tie("value")), { maxLength: 3 })
      .map((pairs): Dict => new Map(pairs)),
  ),
})).value

const nodeNames = ["n0", "n1", "n2", "n3"]
const reference = fc.constantFrom(
  "${inputs.i0}",
  "${flow.i1}",
  "${n0.output}",
  "${n1.output.a[0]}",
  "${n2}",
  "${gone.output}",
)
const input = fc.tuple(fc.constantFrom("a", "b", "c", "y"), fc.oneof(reference, someValue))

const body = fc
  .record({
    type: fc.constantFrom("llm", "python", "prompt"),
    path: fc.constantFrom("a.py", "b.jinja2"),
    inputs: fc.option(fc.array(input, { maxLength: 3 })),
    when: fc.option(reference),
    fallback: fc.option(fc.constantFrom(...nodeNames)),
  })
  .map(({ type, path, inputs, when, fallback }): Dict => {
    const node: Dict = new Map<string, Value>([
      ["type", type],
      [
        "source",
        new Map([
          ["type", "code"],
          ["path", path],
        ]),
      ],
    ])
    if (inputs) node.set("inputs", new Map(inputs))
    if (when)
      node.set(
        "activate",
        new Map<string, Value>([
          ["when", when],
          ["is", true],
        ]),
      )
    if (fallback) node.set("x-millrace", new Map([["on_error", new Map([["fallback", fallback]])]]))
    return node
  })

const port = fc.oneof(
  fc.constant<Dict>(new Map([["type", "string"]])),
  fc.tuple(someValue, fc.boolean()).map(
    ([value, chat]): Dict =>
      new Map<string, Value>([
        ["type", "object"],
        ["default", value],
        ["is_chat_input", chat],
      ]),
  ),
)

/** A flow as data: nodes may refer to what is not there, and some have variants. */
export const someFlow: fc.Arbitrary<Dict> = fc
  .record({
    head: fc.option(scalar),
    inputs: fc.uniqueArray(fc.tuple(fc.constantFrom("i0", "i1", "i2"), port), { selector: ([name]) => name }),
    outputs: fc.uniqueArray(fc.tuple(fc.constantFrom("o0", "o1"), reference), { selector: ([name]) => name }),
    nodes: fc.array(fc.tuple(body, fc.array(body, { maxLength: 2 })), { minLength: 1, maxLength: 4 }),
  })
  .map(({ head, inputs, outputs, nodes }) => {
    const flow: Dict = new Map()
    if (head !== null) flow.set("description", head)
    flow.set("inputs", new Map(inputs))
    flow.set(
      "outputs",
      new Map(
        outputs.map(([name, at]) => [
          name,
          new Map([
            ["type", "string"],
            ["reference", at],
          ]),
        ]),
      ),
    )
    const variants: Dict = new Map()
    flow.set(
      "nodes",
      nodes.map(([own, others], i) => {
        const name = nodeNames[i] as string
        if (others.length === 0) return new Map<string, Value>([["name", name], ...own])
        const all = new Map(others.map((node, v) => [`variant_${v}`, new Map([["node", node]])]))
        variants.set(
          name,
          new Map<string, Value>([
            ["default_variant_id", "variant_0"],
            ["variants", all],
          ]),
        )
        return new Map<string, Value>([
          ["name", name],
          ["use_variants", true],
        ])
      }),
    )
    if (variants.size > 0) flow.set("node_variants", variants)
    return flow
  })

/** A flow as text, with comments and empty lines, written in one of many ways. */
export const someFlowText: fc.Arbitrary<{ flow: Dict; text: string }> = fc
  .record({
    flow: someFlow,
    step: fc.constantFrom(2, 4),
    indented: fc.boolean(),
    eol: fc.constantFrom("\n", "\r\n"),
    picks: fc.infiniteStream(fc.nat(11)),
    ends: fc.boolean(),
  })
  .map(({ flow, step, indented, eol, picks, ends }) => {
    const layout: Layout = {
      step,
      dash: indented ? step : 0,
      eol,
      pick: (most) => (picks.next().value as number) % most,
    }
    const text = write(flow, 0, layout).join(eol)
    const last = text.slice(text.lastIndexOf("\n") + 1)
    return { flow, text: ends || /\|/.test(text) || last.trim() === "" ? text + eol : text }
  })

function write(value: Dict | Value[], column: number, layout: Layout): string[] {
  const pad = " ".repeat(column)
  const out: string[] = []
  const parts: [string, Value][] =
    value instanceof Map
      ? Array.from(value, ([key, item]) => [`${scalarText(key, { flow: false, quote: "'" })}:`, item])
      : value.map((item) => ["-", item])
  for (const [mark, item] of parts) {
    const kind = layout.pick(12)
    if (kind === 0) out.push(`${pad}# about ${mark}`)
    if (kind === 1) out.push("")
    if (kind === 2) out.push("", `${pad}# apart`, "")
    const remark = kind === 3 ? " # remark" : ""
    if (isEmpty(item) || !isCollection(item) || layout.pick(4) === 0) {
      out.push(...leaf(mark, item, column, layout, remark))
    } else if (mark === "-" && item instanceof Map) {
      const [first = "", ...rest] = write(item, column + 2, { ...layout, pick: () => 5 })
      out.push(`${pad}- ${first.trimStart()}`, ...rest)
    } else {
      const by = Array.isArray(item) ? (mark === "-" ? 2 : layout.dash) : layout.step
      out.push(`${pad}${mark}${remark}`, ...write(item, column + by, layout))
    }
    if (kind === 4 && !out.some((line) => / \|(?: #.*)?$/.test(line))) out.push(`${pad}  # within ${mark}`)
  }
  return out
}

function leaf(mark: string, item: Value, column: number, layout: Layout, remark: string): string[] {
  const pad = " ".repeat(column)
  if (item === null && layout.pick(2) === 0) return [`${pad}${mark}${remark}`]
  if (typeof item === "string" && /^(?:[a-z]+\n)+$/.test(item)) {
    const lines = item.replace(/\n$/, "").split("\n")
    return [`${pad}${mark} |${remark}`, ...lines.map((line) => `${pad}${" ".repeat(layout.step)}${line}`)]
  }
  return [`${pad}${mark} ${onOneLine(item, layout)}${remark}`]
}

function onOneLine(value: Value, layout: Layout): string {
  const flow = true
  if (Array.isArray(value)) return `[${value.map((item) => onOneLine(item, layout)).join(", ")}]`
  if (value instanceof Map) {
    const pairs = Array.from(
      value,
      ([key, item]) => `${scalarText(key, { flow, quote: '"' })}: ${onOneLine(item, layout)}`,
    )
    return layout.pick(2) === 0 ? `{${pairs.join(", ")}}` : `{ ${pairs.join(", ")} }`
  }
  return scalarText(value, { flow, quote: layout.pick(2) === 0 ? "'" : '"', always: layout.pick(3) === 0 })
}

function isCollection(value: Value): value is Dict | Value[] {
  return value instanceof Map || Array.isArray(value)
}

function isEmpty(value: Value): boolean {
  return value instanceof Map ? value.size === 0 : Array.isArray(value) && value.length === 0
}
