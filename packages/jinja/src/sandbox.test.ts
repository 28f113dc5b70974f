import { describe, expect, test } from "vitest"
import { compile, JinjaError } from "./index.ts"

const render = (source: string, variables: Record<string, unknown> = {}) => compile(source).render(variables)

function failure(source: string, variables: Record<string, unknown> = {}, options = {}): JinjaError {
  try {
    compile(source, options).render(variables)
  } catch (error) {
    if (error instanceof JinjaError) return error
    throw error
  }
  throw new Error(`${source} did not fail`)
}

const NAMES = [
  "constructor",
  "__proto__",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
]
const SUBJECTS = [
  "s",
  "i",
  "fl",
  "l",
  "d",
  "n",
  "zz",
  "range",
  "d.items()",
  "namespace()",
  "cycler(1)",
  "s.upper",
  "(1,)",
]
const values = { s: "x", i: 1, fl: 1.5, l: [1], d: new Map([["k", 1]]), n: null }

describe("JavaScript's own properties stay out of reach", () => {
  for (const name of NAMES) {
    test(name, () => {
      for (const subject of SUBJECTS) {
        for (const source of [
          `{{ (${subject}).${name} is defined }}`,
          `{{ (${subject})['${name}'] is defined }}`,
          `{{ (${subject})|attr('${name}') is defined }}`,
          `{{ [${subject}]|map(attribute='${name}')|map('default', 'none')|first }}`,
        ]) {
          let out: string
          try {
            out = render(source, values)
          } catch (error) {
            expect(error).toBeInstanceOf(JinjaError)
            continue
          }
          expect(out).toMatch(/^(False|none)$/)
        }
      }
      expect(render(`{{ ${name} is defined }}{{ {}.${name} is defined }}`)).toBe("FalseFalse")
      expect(render(`{{ 'x'|default('${name}' is filter) }}{{ '${name}' is test }}`)).toBe("xFalse")
      expect(() => compile(`{{ 1|${name} }}`)).toThrow(`No filter named '${name}'.`)
      expect(() => compile(`{{ 1 is ${name} }}`)).toThrow(`No test named '${name}'.`)
      expect(failure(`{{ [1]|map('${name}')|list }}`).kind).toBe("TemplateRuntimeError")
      expect(() => compile(`{% ${name} %}`)).toThrow(/unknown tag/)
    })
  }

  test("as keys they are only data", () => {
    expect(
      render(
        "{% set d = {'__proto__': 1, 'constructor': 2} %}{{ d['__proto__'] }}{{ d.constructor }}{{ d }}",
      ),
    ).toBe("12{'__proto__': 1, 'constructor': 2}")
    expect(
      render("{% set ns = namespace(constructor=1) %}{{ ns.constructor }}{{ ns.toString is defined }}"),
    ).toBe("1False")
    expect(render("{{ dict(__proto__=1) }}{{ {}.x is defined }}")).toBe("{'__proto__': 1}False")
    expect(render("{{ {'a': {'__proto__': {'b': 1}}}|tojson }}")).toBe('{"a": {"__proto__": {"b": 1}}}')
  })
})

describe("underscore attributes are refused as Jinja2 refuses them", () => {
  test.each([
    ["{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe."],
    ["{{ [].__class__.__base__ }}", "access to attribute '__class__' of 'list' object is unsafe."],
    ["{{ ()['__class__'].x }}", "access to attribute '__class__' of 'tuple' object is unsafe."],
    ["{{ (d|attr('__class__')).x }}", "access to attribute '__class__' of 'dict' object is unsafe."],
    ["{{ range.__globals__.x }}", "access to attribute '__globals__' of 'function' object is unsafe."],
    [
      "{{ [1]|map(attribute='__class__.x')|list }}",
      "access to attribute '__class__' of 'int' object is unsafe.",
    ],
    ["{{ '{0.__class__.__mro__}'.format(1) }}", "access to attribute '__class__' of 'int' object is unsafe."],
    [
      "{{ '{a.__class__.x}'.format_map({'a': 1}) }}",
      "access to attribute '__class__' of 'int' object is unsafe.",
    ],
    ["{{ '{0[__class__].x}'.format('') }}", "access to attribute '__class__' of 'str' object is unsafe."],
    ["{{ dict.mro() }}", "access to attribute 'mro' of 'type' object is unsafe."],
  ])("%s", (source, message) => {
    const error = failure(source, values)
    expect([error.kind, error.message]).toEqual(["SecurityError", message])
  })
})

describe("limits end in errors", () => {
  test.each([
    ["{{ range(10 ** 9) }}", "OverflowError"],
    ["{{ 'a' * 10 ** 9 }}", "LimitError"],
    ["{{ [0] * 10 ** 9 }}", "LimitError"],
    ["{{ 10 ** (10 ** 10) }}", "LimitError"],
    ["{{ 'x'.center(10 ** 9) }}", "LimitError"],
    ["{{ 'x'|center(10 ** 9) }}", "LimitError"],
    ["{{ '%*d' % (10 ** 9, 1) }}", "LimitError"],
    ["{{ '{:1000000000}'.format(1) }}", "LimitError"],
    ["{{ '%1000000000s' % 1 }}", "LimitError"],
    ["{{ '%.1000000000f' % 1 }}", "LimitError"],
    ["{{ 'x'.zfill(10 ** 9) }}", "LimitError"],
    ["{{ 'x\\ty'.expandtabs(10 ** 9) }}", "LimitError"],
    ["{{ 'x\\ny'|indent(10 ** 9) }}", "LimitError"],
    ["{{ ['a', {}]|tojson(10 ** 9) }}", "LimitError"],
    ["{{ [1]|batch(10 ** 9, 0)|list }}", "LimitError"],
    ["{{ [1]|slice(10 ** 9)|list }}", "LimitError"],
    ["{{ ('a' * 1000000).replace('a', 'b' * 1000000) }}", "LimitError"],
    ["{{ ('a' * 1000000)|replace('', 'b' * 1000000) }}", "LimitError"],
    ["{{ ('x' * 1000000).join(['a'] * 1000) }}", "LimitError"],
    ["{{ (['a'] * 1000)|join('x' * 1000000) }}", "LimitError"],
    [
      "{% set x = namespace(s='ab') %}{% for i in range(99) %}{% set x.s = x.s ~ x.s %}{% endfor %}",
      "LimitError",
    ],
    [
      "{% set x = namespace(n=3) %}{% for i in range(99) %}{% set x.n = x.n * x.n %}{% endfor %}",
      "LimitError",
    ],
    ["{% for x in range(90000) %}{{ 'x' * 9000 }}{% endfor %}", "LimitError"],
    ["{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "RecursionError"],
    ["{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "RecursionError"],
    ["{% block b %}{{ self.b() }}{% endblock %}", "RecursionError"],
    [
      "{% set x = namespace(v=[]) %}{% for i in range(50000) %}{% set x.v = [x.v] %}{% endfor %}{{ x.v }}",
      "RecursionError",
    ],
  ])("%s", (source, kind) => {
    expect(failure(source).kind).toBe(kind)
  })

  test.each([
    "{% set x = namespace(l=[1]) %}{% for i in range(99) %}{% set x.l = x.l + x.l %}{% endfor %}",
    "{% for x in range(90000) %}{% for y in range(90000) %}{% endfor %}{% endfor %}",
    "{% set l = [1] %}{% for x in l %}{% set _ = l.append(x) %}{% endfor %}",
    "{% for x in range(90000) %}{{ range(90000)|map('string')|join }}{% endfor %}",
  ])("%s, with fewer steps", (source) => {
    expect(failure(source, {}, { limits: { iterations: 100_000 } }).kind).toBe("LimitError")
  })

  test("brackets inside brackets", () => {
    expect(failure(`{{ ${"(".repeat(50000)}1${")".repeat(50000)} }}`).kind).toBe("RecursionError")
  })

  test("templates that include themselves", () => {
    expect(failure("{% include 'a' %}", {}, { loader: () => "{% include 'a' %}" }).kind).toBe(
      "RecursionError",
    )
  })

  test("can be set", () => {
    const options = { limits: { output: 10, iterations: 5 } }
    expect(failure("{{ '12345678901' }}", {}, options).message).toContain("limits.output")
    expect(failure("{% for x in range(6) %}{% endfor %}", {}, options).message).toContain("limits.iterations")
    expect(compile("{% for x in range(5) %}{{ x }}{% endfor %}", options).render({})).toBe("01234")
  })
})
