/** A flow that renders one template with its input `x`: no Python, so many of them are quick. */
export function promptFlow(template: string, input = "x: {type: string}"): Record<string, string> {
  return {
    "flow/flow.dag.yaml": `inputs: {${input}}
outputs: {out: {type: string, reference: "\${show.output}"}}
nodes:
- {name: show, type: prompt, source: {type: code, path: show.jinja2}, inputs: {x: "\${inputs.x}"}}
`,
    "flow/show.jinja2": template,
  }
}
