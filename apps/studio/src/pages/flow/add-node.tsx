import { Plus } from "lucide-react"
import { useAnswer } from "../../api/queries.ts"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { Button } from "../../ui/button.tsx"
import { Menu } from "../../ui/menu.tsx"
import { toast } from "../../ui/toasts.ts"
import { freeName } from "./free-name.ts"
import { newNode } from "./new-node.ts"

/** Adds a node: the kinds that have a file of their own, and tools by category. */
export function AddNode() {
  const flow = useFlow()
  const outline = useOutline()
  const tools = useAnswer("flows.tools", {})
  const add = async (kind: string, tool?: string) => {
    const name = freeName(outline.nodes, tool?.split(".").at(-1) ?? `${kind}_node`)
    const { fields, file } = newNode(kind, name, tool)
    try {
      if (file && !flow.document.file(flow.pathOf(file.path)))
        flow.document.change([{ path: flow.pathOf(file.path), text: file.text }], `file of ${name}`)
      await flow.edit({ kind: "node-add", name, fields }, `add ${name}`)
      requestAnimationFrame(() =>
        document.querySelector(`[data-card="${CSS.escape(name)}"]`)?.scrollIntoView({ block: "center" }),
      )
    } catch (thrown) {
      toast({ kind: "error", title: (thrown as Error).message })
    }
  }
  const packages = (tools.data?.package ?? {}) as Record<string, { name?: string; module?: string }>
  const listed = Object.entries(packages).map(([id, meta]) => ({
    label: meta.name ?? id,
    hint: id,
    onSelect: () => void add("tool", id),
  }))
  return (
    <div>
      <Menu
        trigger={
          <Button icon={<Plus />} size="small">
            Add node
          </Button>
        }
        items={[
          { label: "LLM", hint: "A prompt that a model answers", onSelect: () => void add("llm") },
          { label: "Prompt", hint: "A Jinja2 template", onSelect: () => void add("prompt") },
          { label: "Python", hint: "A function", onSelect: () => void add("python") },
          { label: "TypeScript", hint: "A function, without Python", onSelect: () => void add("typescript") },
          ...(listed.length > 0 ? ["separator" as const, { label: "Tools", items: listed }] : []),
        ]}
      />
    </div>
  )
}
