import { expect, test } from "vitest"
import { variableOccurrences } from "./index.ts"

/** The template with the variable `x` written as `Y`. */
function marked(source: string): string {
  let text = source
  for (const { from, to } of variableOccurrences(source, "x").places.reverse())
    text = `${text.slice(0, from)}Y${text.slice(to)}`
  return text
}

test.each([
  ["{{ x }} {{ x.x }} {{ a.x }} {{ f(x=x) }}", "{{ Y }} {{ Y.x }} {{ a.x }} {{ f(x=Y) }}"],
  [
    "{{ 'x' }}{{ x|upper }}{# {{ x }} #}{% raw %}{{ x }}{% endraw %} x",
    "{{ 'x' }}{{ Y|upper }}{# {{ x }} #}{% raw %}{{ x }}{% endraw %} x",
  ],
  [
    "{% for x in x %}{{ x }}{% else %}{{ x }}{% endfor %}{{ x }}",
    "{% for x in Y %}{{ x }}{% else %}{{ Y }}{% endfor %}{{ Y }}",
  ],
  ["{% macro m(x) %}{{ x }}{% endmacro %}{{ m(x) }}", "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(Y) }}"],
  ["{% with x = x %}{{ x }}{% endwith %}", "{% with x = Y %}{{ x }}{% endwith %}"],
  ["{% if c %}{% set x = 1 %}{% endif %}{{ x }}", "{% if c %}{% set Y = 1 %}{% endif %}{{ Y }}"],
  ["{% set x = 1 %}{{ x }}", "{% set x = 1 %}{{ x }}"],
  ["a\r\nb\r\n{{ x }}\r\n{%- if x -%}x{% endif %}\r\n", "a\r\nb\r\n{{ Y }}\r\n{%- if Y -%}x{% endif %}\r\n"],
  ['![image]({{x}})\n# user:\n{{ "é" }}{{ x }}', '![image]({{Y}})\n# user:\n{{ "é" }}{{ Y }}'],
  ["{{ x if x is defined else x ~ '{{ x }}' }}", "{{ Y if Y is defined else Y ~ '{{ x }}' }}"],
])("%j", (source, expected) => {
  expect(marked(source)).toBe(expected)
})

test("a name that the template also gives otherwise cannot be told apart", () => {
  expect(variableOccurrences("{{ x }}{% macro x() %}{% endmacro %}", "x").ambiguous).toBe(true)
  expect(variableOccurrences("{{ x }}{% set ns = 1 %}", "x")).toMatchObject({
    ambiguous: false,
    names: new Set(["x", "ns"]),
  })
})
