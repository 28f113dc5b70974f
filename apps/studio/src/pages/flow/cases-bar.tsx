import { EllipsisVertical, ListChecks, Save, Square } from "lucide-react"
import { useEffect, useState } from "react"
import { useFlow, useFlowSlice, useTestsVersion } from "../../flow/flow-context.ts"
import { flowOutputs } from "../../flow/node-output.ts"
import { givenValues } from "../../flow/run-ports.ts"
import { nextCaseName, type TestCase } from "../../flow/test-case-file.ts"
import { untakenValue } from "../../flow/tested-flow.ts"
import { Button } from "../../ui/button.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { confirm } from "../../ui/confirm.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { Form } from "../../ui/field.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"
import { Select } from "../../ui/select.tsx"
import { TextField } from "../../ui/text-field.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./inputs.module.css"
import { tellError } from "./run-and-tell.ts"

/** Inputs by name, kept in a file of the flow: taken, saved, renamed, deleted, run all at once. */
export function CasesBar() {
  const flow = useFlow()
  const { inputs: ports } = useFlowSlice((open) => open.ports)
  useTestsVersion()
  const [chosen, choose] = useState("")
  const [asked, ask] = useState<"save" | "rename">()
  const { cases, problem } = flow.cases
  const current = cases.find(({ name }) => name === chosen)
  const inputs = givenValues(ports, flow.inputs)
  const isChanged = current && JSON.stringify(sorted(current.inputs)) !== JSON.stringify(sorted(inputs))
  const runs = flow.tests.cases
  const outputs = lastOutputs(flow)
  const keep = (made: TestCase, before?: string) => {
    try {
      flow.cases.save(made, before)
      choose(made.name)
    } catch (thrown) {
      toast({ kind: "error", title: (thrown as Error).message })
    }
  }
  /** What is seen and cannot be taken would be kept as another value. */
  const isRefused = () => {
    const error = untakenValue(flow.values, { kind: "flow" }, [])?.error
    tellError(error)
    return error !== undefined
  }
  const take = (name: string) => {
    choose(name)
    const taken = cases.find((one) => one.name === name)
    if (taken) flow.setInputs(taken.inputs)
  }
  const remove = async (name: string) => {
    if (
      !(await confirm({
        title: `Delete the case ${name}?`,
        text: "It can be undone.",
        action: "Delete",
        danger: true,
      }))
    )
      return
    flow.cases.delete(name)
    choose("")
  }
  const runAll = async () => {
    flow.tests.showCases()
    const error = await runs.run(cases)
    if (error?.code === "FOLDER_UNTRUSTED" && flow.onUntrusted) flow.onUntrusted(() => void runAll())
    else tellError(error)
  }
  return (
    <section className={styles.cases} aria-label="Test cases">
      <Select
        label="Test case"
        hideLabel
        size="small"
        value={current ? chosen : ""}
        disabled={cases.length === 0}
        options={[
          { value: "", label: cases.length === 0 ? "No test cases yet" : "Take the inputs of a test case…" },
          ...cases.map(({ name }) => ({ value: name, label: name })),
        ]}
        onChange={take}
      />
      {isChanged && (
        <>
          <span className={styles.changed}>inputs differ</span>
          <Button size="small" onClick={() => isRefused() || keep({ ...current, inputs })}>
            Save {current.name}
          </Button>
        </>
      )}
      <Button
        size="small"
        icon={<Save />}
        disabled={problem !== undefined}
        onClick={() => isRefused() || ask("save")}
      >
        Save as a case
      </Button>
      {current && (
        <Menu
          align="end"
          trigger={
            <IconButton label={`More for case ${current.name}`} size="small" icon={<EllipsisVertical />} />
          }
          items={[
            { label: "Rename…", onSelect: () => ask("rename") },
            {
              label: "Expect the last outputs",
              disabled: outputs === undefined,
              onSelect: () => outputs && keep({ ...current, outputs }),
            },
            "separator",
            { label: "Delete…", danger: true, onSelect: () => void remove(current.name) },
          ]}
        />
      )}
      <span className={styles.space} />
      {problem !== undefined && <span className={styles.changed}>{problem}</span>}
      {runs.isRunning ? (
        <Button size="small" icon={<Square />} onClick={() => void runs.cancel()}>
          Cancel cases
        </Button>
      ) : (
        cases.length > 0 && (
          <Button
            size="small"
            icon={<ListChecks />}
            disabled={flow.running !== undefined}
            onClick={() => void runAll()}
          >
            Run all cases
          </Button>
        )
      )}
      {asked && (
        <NameDialog
          title={asked === "save" ? "Save as a test case" : `Rename ${chosen}`}
          initial={asked === "save" ? nextCaseName(cases) : chosen}
          taken={cases.map(({ name }) => name).filter((name) => asked === "save" || name !== chosen)}
          canExpect={asked === "save" && outputs !== undefined}
          onClose={() => ask(undefined)}
          onDone={(name, isExpected) => {
            ask(undefined)
            if (asked === "save") keep({ name, inputs, ...(isExpected && outputs && { outputs }) })
            else if (current) keep({ ...current, name }, current.name)
          }}
        />
      )}
    </section>
  )
}

function NameDialog({
  title,
  initial,
  taken,
  canExpect,
  onClose,
  onDone,
}: {
  title: string
  initial: string
  taken: readonly string[]
  canExpect: boolean
  onClose(): void
  onDone(name: string, isExpected: boolean): void
}) {
  const [name, setName] = useState(initial)
  const [isExpected, expect] = useState(canExpect)
  useEffect(() => {
    expect(canExpect)
  }, [canExpect])
  const problem =
    name.trim() === "" ? "A name is needed" : taken.includes(name) ? `${name} is there already` : undefined
  const done = () => problem === undefined && onDone(name.trim(), isExpected)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="small"
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={problem !== undefined} onClick={done}>
            Save
          </Button>
        </>
      }
    >
      <Form onSubmit={done}>
        <TextField label="Name" value={name} error={problem} onChange={setName} />
        {canExpect && (
          <Checkbox
            label="Expect the outputs of the last run"
            hint="Running the case then says whether they have changed."
            checked={isExpected}
            onChange={expect}
          />
        )}
      </Form>
    </Dialog>
  )
}

/** What the last run of the flow gave for the inputs that are there now. */
function lastOutputs(flow: ReturnType<typeof useFlow>): Record<string, unknown> | undefined {
  const shown = flow.tests.shown.at(-1)
  const line = shown?.state.line(0)
  return line?.status === "done" && !flow.last.anyStale ? flowOutputs(line) : undefined
}

function sorted(inputs: Record<string, unknown>): [string, unknown][] {
  return Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1))
}
