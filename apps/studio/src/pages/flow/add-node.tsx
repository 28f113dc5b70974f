import { ClipboardPaste, Plus } from "lucide-react"
import { useCallback, useMemo, useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { useFlow } from "../../flow/flow-context.ts"
import { useCommands } from "../../frame/commands.ts"
import { Button } from "../../ui/button.tsx"
import { Popover } from "../../ui/popover.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./form.module.css"
import { freeName } from "./free-name.ts"
import { inTurn } from "./in-turn.ts"
import { type NodeChoice, newNode } from "./new-node.ts"
import { pasteFromClipboard } from "./node-clipboard.ts"
import { NodePicker } from "./node-picker.tsx"
import { usePlaces } from "./places.ts"

/** Kinds that are added by one press; the others are found. */
const OFTEN = [
  { kind: "llm", label: "LLM" },
  { kind: "prompt", label: "Prompt" },
  { kind: "python", label: "Python" },
]

/** Adds a node: the kinds that have a file of their own, and tools by category. */
export function AddNode() {
  const [isOpen, setOpen] = useState(false)
  const flow = useFlow()
  const { goTo } = usePlaces()
  const add = useAddNode()
  const paste = useCallback(async () => {
    const name = await pasteFromClipboard(flow)
    if (name !== undefined) requestAnimationFrame(() => goTo({ node: name, withFocus: "name" }))
  }, [flow, goTo])
  const commands = useMemo(
    () => [
      { id: "flow.add-node", label: "Add a node", keys: "mod+shift+a", run: () => setOpen(true) },
      { id: "flow.add-llm", label: "Add an LLM node", run: () => void add({ kind: "llm" }) },
      { id: "flow.add-prompt", label: "Add a prompt node", run: () => void add({ kind: "prompt" }) },
      { id: "flow.add-python", label: "Add a Python node", run: () => void add({ kind: "python" }) },
      { id: "flow.paste-node", label: "Paste a node from the clipboard", run: () => void paste() },
    ],
    [add, paste],
  )
  useCommands("Nodes", commands)
  return (
    <div className={styles.addNode}>
      <Popover
        label="Add a node"
        width={400}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button icon={<Plus />} size="small">
            Add node
          </Button>
        }
      >
        <NodePicker
          onPick={(choice) => {
            setOpen(false)
            void add(choice)
          }}
        />
      </Popover>
      {OFTEN.map(({ kind, label }) => (
        <Button key={kind} size="small" variant="quiet" icon={<Plus />} onClick={() => void add({ kind })}>
          {label}
        </Button>
      ))}
      <Button
        size="small"
        variant="quiet"
        icon={<ClipboardPaste />}
        title="Paste a node that was copied in this or another flow"
        onClick={() => void paste()}
      >
        Paste
      </Button>
    </div>
  )
}

/** Adds a node with the file that it names, as one step, and goes to its card. `feed` is a reference that it takes. Answers its name. */
export function useAddNode(): (choice: NodeChoice, feed?: string) => Promise<string | undefined> {
  const flow = useFlow()
  const { goTo } = usePlaces()
  const { data: connections } = useAnswer("connections.list")
  return useMemo(() => {
    const add = async (choice: NodeChoice, feed?: string) => {
      const base = choice.tool?.split(".").at(-1) ?? `${choice.kind}_node`
      const { nodes } = flow.outline
      let name = freeName(nodes, base)
      const isTaken = () => flow.problems.hasFile(newNode(choice, name, []).file?.path ?? "")
      for (let i = 2; isTaken(); i++) name = freeName(nodes, `${base}_${i}`)
      const { fields, file } = newNode(choice, name, connections ?? [])
      const inputs = fields.get("inputs")
      const empty = inputs instanceof Map ? [...inputs].find(([, value]) => value === "")?.[0] : undefined
      if (feed !== undefined && inputs instanceof Map) inputs.set(empty ?? "input", feed)
      try {
        await flow.edit({ kind: "node-add", name, fields }, `add ${name}`, file ? [file] : [])
      } catch (thrown) {
        toast({ kind: "error", title: (thrown as Error).message })
        return undefined
      }
      requestAnimationFrame(() => goTo({ node: name, withFocus: "name" }))
      return name
    }
    return (choice, feed) => inTurn(flow, () => add(choice, feed))
  }, [flow, goTo, connections])
}
