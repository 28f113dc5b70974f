import type { DefinitionOutline, NodeOutline } from "@internal/flow"
import { useFlow } from "../../flow/flow-context.ts"
import type { ToolForm } from "../../flow/tool-form.ts"
import { useTools } from "../../flow/use-tools.ts"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import styles from "./form.module.css"

export interface ToolAboutProps {
  node: NodeOutline
  definition: DefinitionOutline
  form: ToolForm
  variant: string | undefined
}

/** What a tool is, where it comes from, and whether it is to be used no longer. */
export function ToolAbout({ node, definition, form, variant }: ToolAboutProps) {
  const flow = useFlow()
  const { renamed, isTrusted } = useTools()
  const id = definition.source?.tool
  const newer = id === undefined ? undefined : renamed.get(id)
  const path = definition.source?.path
  const text = path === undefined ? undefined : flow.document.file(flow.pathOf(path))?.text
  const hasSettings = !isTrusted && id === undefined && (text?.includes("input_settings") ?? false)
  if (!form.description && !form.origin && !newer && !form.state && !hasSettings) return null
  return (
    <div className={styles.about}>
      {form.name && id !== undefined && <strong>{form.name}</strong>}
      {form.description && <span>{form.description}</span>}
      {form.state && <Badge tone={form.state === "preview" ? "accent" : "stale"}>{form.state}</Badge>}
      {form.origin && <span>{form.origin}</span>}
      {newer && (
        <>
          <Badge tone="stale">renamed</Badge>
          <span>
            {id} is called {newer} now.
          </span>
          <Button
            size="small"
            onClick={() => void flow.set(node, ["source", "tool"], newer, `tool of ${node.name}`, variant)}
          >
            Use the new name
          </Button>
        </>
      )}
      {hasSettings && (
        <>
          <span>Lists and conditions of its inputs are known once the folder may run.</span>
          <Button size="small" onClick={() => flow.onUntrusted?.(() => {})}>
            Allow
          </Button>
        </>
      )}
    </div>
  )
}
