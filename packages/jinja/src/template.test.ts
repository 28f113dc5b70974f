import { float, type PyObject } from "@internal/value"
import { describe, expect, test } from "vitest"
import { compile, type ForeignObject, JinjaError } from "./index.ts"

const render = (source: string, variables: Record<string, unknown> = {}) => compile(source).render(variables)

/** A list whose `str()` is its items on lines, as prompt flow hands chat history to templates. */
class ChatList extends Array<unknown> implements PyObject {
  readonly pyType = "ChatInputList"
  pyRepr(): string {
    return `[${this.map(String).join(", ")}]`
  }
  pyStr(): string {
    return this.join("\n")
  }
}

describe("values", () => {
  test("keep Python's text form", () => {
    const source = "{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}"
    const variables = {
      a: null,
      b: float(1),
      c: [true, "it's"],
      d: new Map([["k", float(2)]]),
      e: 10n ** 20n,
    }
    expect(render(source, variables)).toBe("None 1.0 [True, \"it's\"] {'k': 2.0} 100000000000000000000")
  })

  test("come from a Map, and undefined counts as not given", () => {
    expect(
      compile("{{ a }}[{{ b is defined }}]").render(
        new Map<string, unknown>([
          ["a", 1],
          ["b", undefined],
        ]),
      ),
    ).toBe("1[False]")
  })

  test("None given for the name of a global hides it", () => {
    expect(render("{{ range is none }}", { range: null })).toBe("True")
  })

  test("a list with its own str() works as a list", () => {
    const x = ChatList.from(["one", "two"]) as ChatList // `from` of a subclass of Array
    expect(
      render("{{ x }}|{{ x|join(',') }}|{% for i in x %}{{ i }};{% endfor %}|{{ x|length }}|{{ x[1] }}", {
        x,
      }),
    ).toBe("one\ntwo|one,two|one;two;|2|two")
  })

  test("foreign objects answer attributes, items, str() and iteration", () => {
    const image: ForeignObject = {
      pyType: "Image",
      pyModule: "promptflow.contracts.multimedia",
      pyRepr: () => "Image(abcd1234)",
      pyGetAttr: (name) => (name === "source_url" ? "https://x" : undefined),
      pyGetItem: (key) => (key === 0 ? "first" : undefined),
      pyIter: () => [1, 2],
      pyLen: () => 2,
      pyCall: (args) => args.length,
    }
    expect(
      render("{{ x }} {{ x.source_url }} {{ x[0] }} {{ x|list }} {{ x|length }} {{ x(1, 2) }}", { x: image }),
    ).toBe("Image(abcd1234) https://x first [1, 2] 2 2")
    expect(() => render("{{ x.nope.y }}", { x: image })).toThrow(
      "'promptflow.contracts.multimedia.Image object' has no attribute 'nope'",
    )
  })

  test("a list inside itself prints as Python prints it", () => {
    expect(render("{% set _ = x.append(x) %}{{ x }}", { x: [1] })).toBe("[1, [...]]")
  })
})

describe("errors", () => {
  test("name kind, line and template", () => {
    const template = compile("a\n{{ x.y.z }}", { name: "mail.jinja2" })
    expect(() => template.render({ x: new Map() })).toThrow(
      expect.objectContaining({
        kind: "UndefinedError",
        message: "'dict object' has no attribute 'y'",
        line: 2,
        template: "mail.jinja2",
      }),
    )
  })

  test("of an included template name that one", () => {
    const loader = (name: string) => (name === "part" ? "\n\n{{ 1 / 0 }}" : undefined)
    expect(() => compile("{% include 'part' %}", { loader }).render({})).toThrow(
      expect.objectContaining({ kind: "ZeroDivisionError", line: 3, template: "part" }),
    )
  })

  test.each(["{% break %}", "{% continue %}", "{% do x %}", "{% trans %}", "{% debug %}"])(
    "%s is no tag here",
    (source) => {
      expect(() => compile(source)).toThrow(/^Encountered unknown tag/)
    },
  )

  test("lines that start with a sign are text", () => {
    expect(render("# for x in y\n## note\n% if x")).toBe("# for x in y\n## note\n% if x")
  })
})

test.each([
  [`'x'.maketrans({'a': 1, 98: 'x'})`, "{97: 1, 98: 'x'}"],
  [`'x'.maketrans('é😀', 'ab')`, "{233: 97, 128512: 98}"],
  [`'x'.maketrans('ab', 'cd', 'e')`, "{97: 99, 98: 100, 101: None}"],
  [`'abc'.translate('x'.maketrans({'a': none, 'b': 'ZZ'}))`, "ZZc"],
  [`('x'|safe).maketrans('a', 'b')`, "{97: 98}"],
  [`'x'.maketrans()`, "TypeError: maketrans expected at least 1 argument, got 0"],
  [`'x'.maketrans(1)`, "TypeError: if you give only one argument to maketrans it must be a dict"],
  [`'x'.maketrans({'ab': 1})`, "ValueError: string keys in translate table must be of length 1"],
  [`'x'.maketrans({1.5: 1})`, "TypeError: keys in translate table must be strings or integers"],
  [`'x'.maketrans('ab', 'c')`, "ValueError: the first two maketrans arguments must have equal length"],
  [`'x'.maketrans('a', 1)`, "TypeError: maketrans() argument 2 must be str, not int"],
])("tables for translate are made as Python makes them: %s", (expression, expected) => {
  const got = () => {
    try {
      return render(`{{ ${expression} }}`)
    } catch (error) {
      return error instanceof JinjaError ? `${error.kind}: ${error.message}` : error
    }
  }
  expect(got()).toBe(expected)
})

test("options change white space", () => {
  const source = "  {% if true %}\nx\n  {% endif %}\n"
  expect(compile(source).render({})).toBe("  x\n  ")
  expect(compile(source, { trimBlocks: false }).render({})).toBe("  \nx\n  \n")
  expect(compile(source, { lstripBlocks: true }).render({})).toBe("x\n")
  expect(compile("x\n", { keepTrailingNewline: false }).render({})).toBe("x")
})

test("without the sandbox ranges may be longer", () => {
  const source = "{{ range(200000)|length }}"
  expect(() => compile(source).render({})).toThrow(JinjaError)
  expect(compile(source, { sandbox: false }).render({})).toBe("200000")
})

test("filler text and random choices are the same every time", () => {
  const template = compile("{{ lipsum(n=2, html=false) }}{{ [1, 2, 3]|random }}")
  expect(template.render({})).toBe(template.render({}))
  expect(template.render({}).length).toBeGreaterThan(100)
})
