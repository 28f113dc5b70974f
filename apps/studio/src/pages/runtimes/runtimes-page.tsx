import type { StudioRuntime } from "@internal/schema/studio"
import { Plus, Terminal } from "lucide-react"
import { useState } from "react"
import { ApiFailure, call } from "../../api/call.ts"
import { queryClient, useAnswer } from "../../api/queries.ts"
import { FollowedWork } from "../../api/work.ts"
import { Page } from "../../frame/page.tsx"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { CodeBlock } from "../../ui/code-block.tsx"
import { confirm } from "../../ui/confirm.tsx"
import type { Column } from "../../ui/data-table/columns.ts"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { TextField } from "../../ui/text-field.tsx"

const NONE: StudioRuntime[] = []
const keyOf = ({ name }: StudioRuntime) => name
const KINDS: Record<StudioRuntime["kind"], string> = {
  system: "This machine",
  folder: "Of the folder",
  managed: "Made by Millrace",
}
const COLUMNS: Column<StudioRuntime>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ name, current }) => (
      <>
        {name} {current && <Badge tone="accent">in use</Badge>}
      </>
    ),
    value: keyOf,
    width: 260,
    hideable: false,
    sticky: true,
  },
  {
    id: "version",
    header: "Python",
    cell: ({ version }) => version,
    value: ({ version }) => version,
    width: 110,
  },
  {
    id: "kind",
    header: "Kind",
    cell: ({ kind }) => KINDS[kind],
    value: ({ kind }) => KINDS[kind],
    width: 160,
  },
  {
    id: "interpreter",
    header: "Interpreter",
    cell: ({ interpreter }) => interpreter,
    value: ({ interpreter }) => interpreter,
    grow: true,
  },
]

/** The Pythons in which a flow's own code runs. */
export default function RuntimesPage() {
  const { data: runtimes = NONE, isPending, error, refetch } = useAnswer("runtimes.list")
  const [shown, show] = useState<StudioRuntime>()
  const [isCreating, setCreating] = useState(false)
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create
    </Button>
  )
  return (
    <Page
      title="Runtimes"
      fill
      actions={create}
      description="Flows run in the Python of their folder, in one that has their requirements, or in this machine's."
    >
      <DataTable
        id="runtimes"
        label="Runtimes"
        rows={runtimes}
        rowKey={keyOf}
        columns={COLUMNS}
        loading={isPending && "Looking for Pythons"}
        error={error}
        onRetry={() => void refetch()}
        onOpen={show}
        empty={
          <EmptyState icon={<Terminal />} action={create}>
            No Python was found on this machine; flows with Python code need one.
          </EmptyState>
        }
      />
      {shown && <RuntimeDrawer runtime={shown} onClose={() => show(undefined)} />}
      {isCreating && <CreateDrawer onClose={() => setCreating(false)} />}
    </Page>
  )
}

function RuntimeDrawer({ runtime, onClose }: { runtime: StudioRuntime; onClose(): void }) {
  const { data, error } = useAnswer("runtimes.get", { name: runtime.name })
  const remove = async () => {
    if (
      !(await confirm({
        title: `Delete ${runtime.name}?`,
        text: "It can be made again from its requirements.",
        action: "Delete",
        danger: true,
      }))
    )
      return
    await call("runtimes.delete", { query: { name: runtime.name } })
    await queryClient.invalidateQueries({ queryKey: ["runtimes.list"] })
    onClose()
  }
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={runtime.name}
      description={`Python ${runtime.version}, ${runtime.interpreter}`}
      footer={
        runtime.kind === "managed" && (
          <Button variant="danger" onClick={() => void remove()}>
            Delete
          </Button>
        )
      }
    >
      {error && <ErrorView error={error} />}
      {!data && !error && <Skeleton text="Reading its packages" />}
      {data &&
        (data.packages ? (
          <CodeBlock label="Packages" text={data.packages.join("\n")} />
        ) : (
          <p>Its packages are those of the machine.</p>
        ))}
    </Drawer>
  )
}

function CreateDrawer({ onClose }: { onClose(): void }) {
  const [name, setName] = useState("")
  const [requirements, setRequirements] = useState("")
  const [log, setLog] = useState<string[]>([])
  const [state, setState] = useState<"asked" | "making" | Error>("asked")
  const make = async () => {
    setState("making")
    try {
      const work = await startCreating(name, requirements)
      if (work === undefined) return setState("asked")
      const followed = new FollowedWork(work, {
        told: (told) => setLog((now) => [...now, String(told.step ?? told.message ?? told.type)]),
      })
      const { error } = await followed.outcome
      if (error) throw Object.assign(new Error(error.message), error)
      await queryClient.invalidateQueries({ queryKey: ["runtimes.list"] })
      onClose()
    } catch (thrown) {
      setState(thrown as Error)
    }
  }
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      sticky
      title="Create a runtime"
      description="A Python environment with the packages of a requirements file."
      footer={
        <Button
          variant="primary"
          disabled={name === ""}
          busy={state === "making" && "Making it"}
          onClick={() => void make()}
        >
          Create
        </Button>
      }
    >
      <Form onSubmit={() => void make()}>
        {state instanceof Error && <ErrorView error={state} />}
        <TextField label="Name" required code autoFocus value={name} onChange={setName} />
        <TextField
          label="Requirements"
          code
          value={requirements}
          onChange={setRequirements}
          hint="A file of the opened folder, my-flow/requirements.txt. Empty: nothing is installed."
        />
        {log.length > 0 && <CodeBlock label="What is done" text={log.join("\n")} />}
      </Form>
    </Drawer>
  )
}

/** Installing may run code of the folder, so that is asked once. Undefined: somebody said no. */
async function startCreating(name: string, requirements: string): Promise<string | undefined> {
  const body = { name, ...(requirements && { requirements }) }
  try {
    return (await call("runtimes.create", { body })).work
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure) || thrown.code !== "FOLDER_UNTRUSTED") throw thrown
    const flow = requirements.includes("/") ? requirements.slice(0, requirements.lastIndexOf("/")) : "."
    const isAllowed = await confirm({
      title: `Install what ${requirements} names?`,
      text: "This folder was not made here. Installing its requirements may run code of it and of the packages.",
      action: "Allow and install",
    })
    if (!isAllowed) return undefined
    await call("flows.trust", { body: { flow } })
    return (await call("runtimes.create", { body })).work
  }
}
