import { type NodeOutline, referenceCompletions } from "@internal/flow"
import { str, type Value } from "@internal/value"
import { useMemo } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import { kindOf } from "../../flow/flow-shape-of.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import type { GraphEdits } from "../../graph/flow-graph.tsx"
import { INPUTS, OUTPUTS } from "../../graph/flow-shape.ts"
import type { MenuAction, MenuItem } from "../../ui/menu.tsx"
import { toast } from "../../ui/toasts.ts"
import { useAddNode } from "./add-node.tsx"
import { freeName } from "./free-name.ts"
import { isModelSetting } from "./llm-settings.tsx"
import type { NodeChoice } from "./new-node.ts"
import { runAndTell } from "./run-and-tell.ts"

type AddNode = ReturnType<typeof useAddNode>

/** Of a larger flow nobody looks for a node in a menu: its inputs complete what is typed. */
const MOST_LISTED = 40

const KINDS: readonly { choice: NodeChoice; label: string; hint: string }[] = [
  { choice: { kind: "llm" }, label: "LLM", hint: "A prompt that a model answers" },
  { choice: { kind: "prompt" }, label: "Prompt", hint: "A Jinja2 template" },
  { choice: { kind: "python" }, label: "Python", hint: "A function" },
  { choice: { kind: "typescript" }, label: "TypeScript", hint: "A function, without Python" },
]

/** What the graph can change of the open flow: references, by wires that are drawn; nodes that are fed by another. */
export function useGraphEdits(): GraphEdits {
  const flow = useFlow()
  const add = useAddNode()
  return useMemo(
    () => ({
      connections: (from, to) => connections(flow, from, to),
      additions: (from) => additions(flow, add, from),
      actions: (node) => actions(flow, add, node),
    }),
    [flow, add],
  )
}

function connections(flow: OpenFlow, from: string, to: string): MenuItem[] {
  if (to === INPUTS || from === OUTPUTS) return []
  const sources = sourcesOf(flow, from)
  const node = flow.outline.nodes.find(({ name }) => name === to)
  if (node) {
    const allowed = new Set(referenceCompletions(flow.outline, node.index).map(({ text }) => text))
    if (!sources.some((source) => allowed.has(source)))
      return [{ label: `${to} cannot take it: ${from} needs ${to}, or runs after it`, disabled: true }]
  }
  const targets = (source: string) =>
    node ? intoNode(flow, node, source) : to === OUTPUTS ? intoOutputs(flow, source) : []
  const [only] = sources
  if (sources.length === 1 && only !== undefined) return targets(only)
  return sources.map((source) => ({ label: source, items: targets(source) }))
}

/** What a port of the graph gives, as references. */
function sourcesOf({ outline }: OpenFlow, from: string): string[] {
  return from === INPUTS ? outline.inputs.map(({ name }) => `\${inputs.${name}}`) : [`\${${from}.output}`]
}

/** One item where it is plain which input is meant: the only one, or the only one that is empty. */
function intoNode(flow: OpenFlow, node: NodeOutline, source: string): MenuAction[] {
  const variant = node.usesVariants ? node.variants.find(({ isDefault }) => isDefault) : undefined
  const isModel = ["llm", "custom_llm"].includes(kindOf(node))
  const inputs = (variant ?? node).inputs.filter(({ name }) => !(isModel && isModelSetting(name)))
  const set = (input: string) => {
    void made(flow, flow.set(node, ["inputs", input], source, `connect ${node.name}`, variant?.id), {
      title: `${node.name}: ${input} is ${source}`,
    })
  }
  const items = inputs.map(({ name, value }) => ({
    label: name,
    hint: isEmpty(value) ? "empty" : `now ${shown(value)}`,
    onSelect: () => set(name),
  }))
  const empty = inputs.flatMap(({ value }, i) => (isEmpty(value) ? [items[i] as MenuAction] : []))
  if (empty.length === 1) return empty
  if (items.length === 1) return items
  const name = freeName(inputs, /^\$\{(?:inputs\.)?(\w+)/.exec(source)?.[1] ?? "input")
  return [...items, { label: `New input ${name}`, onSelect: () => set(name) }]
}

function intoOutputs(flow: OpenFlow, source: string): MenuAction[] {
  const { outputs } = flow.outline
  const items = outputs.map(({ name, fields }) => {
    const value = fields.find((field) => field.name === "reference")?.value ?? ""
    return {
      label: name,
      hint: isEmpty(value) ? "empty" : `now ${shown(value)}`,
      onSelect: () => {
        const edit = { kind: "port-set", port: "output", name, field: "reference", value: source } as const
        void made(flow, flow.edit(edit, `connect ${name}`), { title: `The output ${name} is ${source}` })
      },
    }
  })
  const name = freeName(outputs, /^\$\{(?:inputs\.)?(\w+)/.exec(source)?.[1] ?? "output")
  const fields = new Map<string, Value>([
    ["type", "string"],
    ["reference", source],
  ])
  const added = {
    label: `New output ${name}`,
    onSelect: () => {
      const edit = { kind: "port-add", port: "output", name, fields } as const
      void made(flow, flow.edit(edit, `add the output ${name}`), { title: `The output ${name} is ${source}` })
    },
  }
  return [...items, added]
}

function additions(flow: OpenFlow, add: AddNode, from: string): MenuItem[] {
  if (from === OUTPUTS) return []
  const sources = sourcesOf(flow, from)
  const kinds = (source: string) =>
    KINDS.map(({ choice, label, hint }) => ({ label, hint, onSelect: () => void add(choice, source) }))
  const [only] = sources
  if (sources.length === 1 && only !== undefined)
    return [{ heading: `New node that takes ${only}` }, ...kinds(only)]
  return [
    { heading: "New node that takes" },
    ...sources.map((source) => ({ label: source, items: kinds(source) })),
  ]
}

function actions(flow: OpenFlow, add: AddNode, node: string): MenuItem[] {
  const isNode = flow.outline.nodes.some(({ name }) => name === node)
  const others = [
    ...flow.outline.nodes.map(({ name }) => ({ id: name, label: name })),
    { id: OUTPUTS, label: "Outputs" },
  ].filter(({ id }) => id !== node)
  const targets = others.flatMap(({ id, label }): MenuAction[] => {
    const items = connections(flow, node, id)
    const [first] = items
    if (items.length === 1 && first && typeof first === "object" && "disabled" in first) return []
    return [{ label, items }]
  })
  return [
    isNode && { label: "Run it", onSelect: () => void runAndTell(flow, { kind: "node", node }) },
    node !== OUTPUTS && "separator",
    node !== OUTPUTS &&
      targets.length > 0 &&
      targets.length <= MOST_LISTED && { label: "Connect to", items: targets },
    node !== OUTPUTS && { label: "Add a node that takes it", items: additions(flow, add, node) },
  ]
}

/** Says what was done, with the way back. */
async function made(flow: OpenFlow, done: Promise<void>, { title }: { title: string }): Promise<void> {
  try {
    await done
    const { undoLabel } = flow.document
    const undo = () => void (flow.document.undoLabel === undoLabel && flow.document.undo())
    toast({ kind: "done", title, action: { label: "Undo", onSelect: undo } })
  } catch (thrown) {
    const { message, hint } = thrown as Error & { hint?: string }
    toast({ kind: "error", title: message, ...(hint && { text: hint }) })
  }
}

function isEmpty(value: Value): boolean {
  return value === "" || value === null
}

function shown(value: Value): string {
  const text = typeof value === "string" ? value : str(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
