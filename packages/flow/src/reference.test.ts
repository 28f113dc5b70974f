// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { describe, expect, test } from "vitest"
import { parseReference } from "./reference.ts"

describe("references (spec 1.2.5, A.1)", () => {
  test.each([
    ["${a}", "a", "output", "", "${a.output}"],
    ["${a.output}", "a", "output", "", "${a.output}"],
    ["${a.output.b.c}", "a", "output", "b.c", "${a.output.b.c}"],
    ["${a.output[0]}", "a", "output[0]", "", "${a.output[0]}"],
    ["${a.output['k.v']}", "a", "output['k", "v']", "${a.output['k.v']}"],
    ["${}", "", "output", "", "${.output}"],
    ["${ a.output }", " a", "output ", "", "${ a.output }"],
    ["${flow}", "flow", "output", "", "${flow.output}"],
    ["${inputs}", "inputs", "output", "", "${inputs.output}"],
  ])("%s is a node", (text, node, section, property, normal) => {
    expect(parseReference(text)).toEqual({ kind: "node-output", node, section, property, text: normal })
  })

  test.each([
    ["${inputs.x.y}", "x.y"],
    ["${flow.x}", "x"],
    ["${inputs.}", ""],
  ])("%s is a flow input", (text, name) => {
    expect(parseReference(text)).toEqual({ kind: "flow-input", name, text: `\${flow.${name}}` })
  })

  test.each(["$x", "$", "${", "a ${b.output}", "${a.output} ", "${x", "x}", 5, null, true, ["${a}"]])(
    "%j is a literal",
    (value) => expect(parseReference(value)).toBeUndefined(),
  )
})
