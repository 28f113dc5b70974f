import { Badge } from "../ui/badge.tsx"
import { JsonTree } from "../ui/json-tree.tsx"
import { ValueView } from "../ui/value-view.tsx"
import type { Prompt } from "./prompt-of.ts"
import styles from "./requests.module.css"

/** Prompts as they were sent: each message with its role, and what else was asked for. */
export function Prompts({ prompts }: { prompts: readonly Prompt[] }) {
  return prompts.map(({ messages, settings }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: prompts come in their order
    <section key={at} className={styles.prompt} aria-label={`Prompt ${at + 1}`}>
      {messages.map(({ role, content }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages too
        <div key={place}>
          <Badge>{role}</Badge>
          <ValueView value={content} label={`Message of ${role}`} code />
        </div>
      ))}
      {Object.keys(settings).length > 0 ? <JsonTree value={settings} label="Settings" depth={1} /> : null}
    </section>
  ))
}
