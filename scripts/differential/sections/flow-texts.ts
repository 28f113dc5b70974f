import { jsonl } from "../flow-parts.ts"
import { tool } from "./section-case.ts"

/** Parts of the flow files of flow-files.ts and flow-connections.ts. */

export const ECHO = tool("t", "x='d', y=1", "return x")
export const HEAD =
  'inputs: {x: {type: string, default: in}}\noutputs: {out: {type: string, reference: "${t.output}"}}\n'
export const node = (name: string, inputs: string, more = "", file = "t.py") =>
  `- {name: ${name}, type: python, source: {type: code, path: ${file}}, ${more}inputs: {${inputs}}}\n`
export const llm = (name: string, more: string, file = "p.jinja2") =>
  `- {name: ${name}, type: llm, source: {type: code, path: ${file}}, ${more}inputs: {deployment_name: a}}\n`
export const FLOW = `${HEAD}nodes:\n${node("t", 'x: "${inputs.x}"')}`
export const nodes = (...list: string[]) => `${HEAD}nodes:\n${list.join("")}`
export const FILES = {
  "t.py": ECHO,
  "bad.py": "import nothing_here\n",
  "int.py": tool("t", "x: int", "return x"),
  "conn.py": tool(
    "t",
    "x='d', c: CustomConnection = None",
    "return [x, type(c).__name__, c and c.url]",
    "from promptflow.connections import CustomConnection\n",
  ),
  "p.jinja2": "user:\n{{x}}",
}
/** Flow folders beside the files that their nodes name. */
export const flows = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => [
      [`${name}/flow.dag.yaml`, text],
      ...Object.entries(FILES).map(([file, content]) => [`${name}/${file}`, content]),
    ]),
  )
export const tests = (texts: Record<string, string>) =>
  Object.keys(texts).map((name) => `flow test --flow ${name}`)
export const create = (flow: string, name: string, ...more: string[]) => ({
  argv: ["run", "create", "--flow", flow, "--data", "d.jsonl", "--name", name, ...more],
})
export const DATA = { "d.jsonl": jsonl([{ x: "1" }, { x: "2" }]) }
