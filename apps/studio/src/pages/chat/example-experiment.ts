import type { FlowView } from "@internal/schema/studio"
import { folderOf } from "../../flow/save-rows.ts"
import type { ChatPortNames } from "./turn.ts"

/** A template beside the flow's folder that grades what the flow answers. */
export function exampleExperiment(view: FlowView, { input, output }: Partial<ChatPortNames>): string {
  const path =
    view.kind === "prompty" ? view.path.replace(/^.*\//, "") : folderOf(view.path).replace(/^.*\//, "")
  const own = path === "." ? view.file : path
  const question = input ?? "question"
  const answer = output ?? "output"
  return `# ${view.name}.exp.yaml, beside ${own}
nodes:
- name: main
  type: flow
  path: ./${own}
- name: grade
  type: flow
  path: ./grade
  inputs:
    question: \${main.inputs.${question}}
    answer: \${main.outputs.${answer}}
`
}
