import { expect, test } from "vitest"
import { variables } from "./index.ts"

const names = (source: string) => variables(source).map(({ name }) => name)

test.each([
  ["{{ b }} {{ a }} {{ b }}", ["b", "a"]],
  ["{% for x in items %}{{ x }}{{ y }}{% endfor %}", ["items", "y"]],
  ["{% set x = 1 %}{{ x }}{{ range(3) }}{{ dict() }}", []],
  ["{{ x }}{% set x = 1 %}", ["x"]],
  ["{% if a %}{% set v = 1 %}{% endif %}{{ v }}", ["a", "v"]],
  ["{% macro m(p, q=d) %}{{ p }}{{ r }}{{ caller() }}{% endmacro %}{{ m(s) }}", ["d", "r", "s"]],
  ["{# {{ no }} #}{% raw %}{{ no }}{% endraw %}{{ yes.attr['k'] }}", ["yes"]],
  ["{% for x in a if x > lim %}{{ loop.index }}{% endfor %}{{ loop }}", ["a", "lim", "loop"]],
  ["{% block b %}{{ inner }}{% endblock %}{{ self.b() }}", ["inner"]],
  ["{% call(x) f() %}{{ x }}{{ y }}{% endcall %}", ["f", "y"]],
  ["no variables", []],
])("of %s", (source, expected) => {
  expect(names(source).sort()).toEqual([...expected].sort())
})

test("come in order of their first occurrence", () => {
  expect(names("{{ zeta }}{{ alpha }}{% if mid %}{% endif %}")).toEqual(["zeta", "alpha", "mid"])
})

test("image placeholders are told apart", () => {
  expect(variables("{{ q }}\n![image]({{ photo }})\n![ image ]({{pic}})")).toEqual([
    { name: "q", image: false },
    { name: "photo", image: true },
    { name: "pic", image: true },
  ])
})

test("a template that does not compile has none", () => {
  expect(() => variables("{% if %}")).toThrow("Expected an expression")
})
