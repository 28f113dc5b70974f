import type { FlowView } from "@internal/schema/studio"
import { Form } from "../../ui/field.tsx"
import { JsonTree } from "../../ui/json-tree.tsx"
import { Select } from "../../ui/select.tsx"
import styles from "./chat.module.css"
import type { KeptSettings } from "./kept-settings.ts"
import type { ChatPortNames, Turn } from "./turn.ts"
import { TypedInput } from "./typed-input.tsx"

/** What goes into each turn beside the message, and what comes out of it where. */
export function SettingsPanel({
  view,
  kept,
  ports,
  last,
  onChange,
}: {
  view: FlowView
  kept: KeptSettings
  ports: Partial<ChatPortNames>
  /** The newest turn that was answered. */
  last: Turn | undefined
  onChange(kept: KeptSettings): void
}) {
  const inputs = view.inputs.map(({ name }) => ({ value: name }))
  const setPort = (port: keyof ChatPortNames, name: string) => {
    const { [port]: _, ...others } = ports
    onChange({ ...kept, ports: name === "" ? others : { ...others, [port]: name } })
  }
  const set = (part: "inputs" | "init", name: string, value: unknown) => {
    const { [name]: _, ...others } = kept[part]
    onChange({ ...kept, [part]: value === undefined ? others : { ...others, [name]: value } })
  }
  const others = view.inputs.filter(({ name }) => name !== ports.input && name !== ports.history)
  return (
    <div className={styles.settings}>
      <section className={styles.group} aria-labelledby="chat-fields">
        <h2 id="chat-fields">Fields of the chat</h2>
        <Form>
          <Select
            label="Chat input"
            required
            hint="The flow input that takes the message"
            value={ports.input ?? ""}
            options={inputs.filter(({ value }) => value !== ports.history)}
            onChange={(name) => setPort("input", name)}
          />
          <Select
            label="Chat history"
            hint="The flow input that takes what was said before"
            value={ports.history ?? ""}
            options={[{ value: "", label: "none" }, ...inputs.filter(({ value }) => value !== ports.input)]}
            onChange={(name) => setPort("history", name)}
          />
          <Select
            label="Chat output"
            hint="The flow output that is the reply"
            value={ports.output ?? ""}
            options={[
              { value: "", label: view.outputs.length > 0 ? "all outputs" : "what it returns" },
              ...view.outputs.map(({ name }) => ({ value: name })),
            ]}
            onChange={(name) => setPort("output", name)}
          />
        </Form>
      </section>
      {others.length > 0 && (
        <section className={styles.group} aria-labelledby="chat-inputs">
          <h2 id="chat-inputs">Flow inputs</h2>
          <Form>
            {others.map((port) => (
              <TypedInput
                key={`${port.name} ${port.type}`}
                port={port}
                value={kept.inputs[port.name]}
                onChange={(value) => set("inputs", port.name, value)}
              />
            ))}
          </Form>
        </section>
      )}
      {view.init.length > 0 && (
        <section className={styles.group} aria-labelledby="chat-init">
          <h2 id="chat-init">Arguments of the class</h2>
          <p className={styles.muted}>A change makes the object anew before the next turn.</p>
          <Form>
            {view.init.map((port) => (
              <TypedInput
                key={`${port.name} ${port.type}`}
                port={port}
                value={kept.init[port.name]}
                onChange={(value) => set("init", port.name, value)}
              />
            ))}
          </Form>
        </section>
      )}
      {last && (
        <section className={styles.group} aria-labelledby="chat-outputs">
          <h2 id="chat-outputs">Outputs of the last turn</h2>
          <JsonTree value={last.outputs} label="Outputs of the last turn" depth={1} />
        </section>
      )}
    </div>
  )
}
