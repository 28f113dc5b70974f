import type { FlowView } from "@internal/schema/studio"
import { useState } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import { parseTyped, shownTyped } from "../../flow/typed-value.ts"
import { Form } from "../../ui/field.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./authoring.module.css"

/** Values of the next run, by the flow's inputs as its code or file declares them. */
export function PortsForm({ view }: { view: FlowView }) {
  const flow = useFlow()
  return (
    <section className={styles.card} data-card="inputs" aria-label="Inputs">
      <header className={styles.head}>
        <h2 className={styles.headName}>Inputs</h2>
      </header>
      <div className={styles.part}>
        <Form onSubmit={() => void flow.run()}>
          {view.inputs.map(({ name, type, default: fallback }) => (
            <Port key={name} name={name} type={type} fallback={fallback} />
          ))}
          {view.inputs.length === 0 && <p className={styles.muted}>It takes no inputs.</p>}
        </Form>
      </div>
    </section>
  )
}

function Port({ name, type, fallback }: { name: string; type: string; fallback: unknown }) {
  const flow = useFlow()
  const [text, setText] = useState(() => shownTyped(flow.inputs[name]))
  const [error, setError] = useState<string>()
  return (
    <TextField
      label={name}
      hint={type}
      layout="beside"
      size="small"
      code
      value={text}
      error={error}
      placeholder={fallback === undefined ? "no default" : shownTyped(fallback)}
      onChange={(typed) => {
        setText(typed)
        const read = typed === "" ? { value: undefined } : parseTyped(type, typed)
        setError("problem" in read ? read.problem : undefined)
        if ("value" in read) flow.setInput(name, read.value)
      }}
    />
  )
}
