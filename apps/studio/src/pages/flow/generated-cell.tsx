import { WandSparkles } from "lucide-react"
import { useState } from "react"
import { ApiFailure } from "../../api/call.ts"
import { useFlow } from "../../flow/flow-context.ts"
import { choicesOf, type FormValues, functionInputs, isEnabled } from "../../flow/form-state.ts"
import type { ToolFunction, ToolInput } from "../../flow/tool-form.ts"
import { callFunction } from "../../flow/use-function-list.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import styles from "./form.module.css"
import { ListCell, type ListCellProps } from "./list-cell.tsx"
import { ValueCell } from "./value-cell.tsx"

interface GeneratedCellProps extends ListCellProps {
  generated: ToolFunction & { reverse?: string }
}

/** An input that a function of the tool makes from others, which are asked for in a dialog and kept nowhere else. */
export function GeneratedCell({ generated, ...props }: GeneratedCellProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={styles.list}>
      <div className={styles.grow}>
        <ValueCell {...props} />
      </div>
      <IconButton
        label={`Generate ${props.input.name}`}
        icon={<WandSparkles />}
        size="small"
        onClick={() => setOpen(true)}
      />
      {isOpen && <GenerateDialog generated={generated} {...props} onClose={() => setOpen(false)} />}
    </div>
  )
}

function GenerateDialog({
  generated,
  input,
  form,
  values,
  value,
  isTrusted,
  onChange,
  onClose,
}: GeneratedCellProps & { onClose(): void }) {
  const flow = useFlow()
  const [typed, setTyped] = useState<Readonly<Record<string, unknown>>>({})
  const [state, setState] = useState<"open" | "busy" | Error>("open")
  const mine: FormValues = {
    connectionType: values.connectionType,
    of: (name) => (Object.hasOwn(typed, name) ? typed[name] : values.of(name)),
  }
  const byName = new Map(form.inputs.map((one) => [one.name, one]))
  const asked = generated.arguments.flatMap(({ name, reference = name }) => byName.get(reference) ?? [])
  const shown = asked.filter((one) => isEnabled(one, byName, mine, new Set()))
  const { inputs, missing } = functionInputs(generated, form, mine)
  const run = async (work: () => Promise<void>) => {
    setState("busy")
    try {
      await work()
      setState("open")
    } catch (thrown) {
      setState(thrown as Error)
      if (thrown instanceof ApiFailure && thrown.code === "FOLDER_UNTRUSTED") {
        onClose()
        flow.onUntrusted?.(() => {})
      }
    }
  }
  const make = () =>
    run(async () => {
      onChange(await callFunction(flow.path, { scenario: "generated_by", function: generated.path, inputs }))
      onClose()
    })
  const takeApart = () =>
    run(async () => {
      const question = { scenario: "reverse_generated_by" as const, function: generated.reverse ?? "" }
      const parts = await callFunction(flow.path, { ...question, inputs: { [input.name]: value } })
      setTyped(parts as Record<string, unknown>)
    })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Generate ${input.name}`}
      description="The tool makes the value from these. Only the value is kept."
      size="small"
      footer={
        <>
          {generated.reverse && value !== undefined && value !== "" && (
            <Button disabled={state === "busy"} onClick={() => void takeApart()}>
              Take from the present value
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={state === "busy" && "Asking the tool"}
            disabled={missing.length > 0}
            onClick={() => void make()}
          >
            Generate
          </Button>
        </>
      }
    >
      <Form onSubmit={() => missing.length === 0 && void make()}>
        {shown.map((one) => (
          <Part
            key={one.name}
            input={one}
            form={form}
            values={mine}
            isTrusted={isTrusted}
            onChange={(to) => setTyped({ ...typed, [one.name]: to })}
          />
        ))}
        {missing.length > 0 && <p className={styles.muted}>{missing.join(", ")} must have a value.</p>}
        {state instanceof Error && <ErrorView error={state} />}
      </Form>
    </Dialog>
  )
}

function Part({
  input,
  form,
  values,
  isTrusted,
  onChange,
}: {
  input: ToolInput
  form: ListCellProps["form"]
  values: FormValues
  isTrusted: boolean
  onChange(value: unknown): void
}) {
  const cell = {
    ...{ label: input.name, input, form, values, isTrusted, onChange },
    ...{ completions: [], error: undefined, choices: choicesOf(input, form, values) },
    value: values.of(input.name),
  }
  return (
    <div>
      <div className={styles.name} aria-hidden="true">
        {input.name} <span className={styles.type}>{input.types.join(" | ")}</span>
      </div>
      {input.list || input.isMultiSelect ? <ListCell {...cell} /> : <ValueCell {...cell} />}
    </div>
  )
}
