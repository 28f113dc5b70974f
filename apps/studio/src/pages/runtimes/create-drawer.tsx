import { useId, useMemo, useState } from "react"
import { ApiFailure, call } from "../../api/call.ts"
import { useAnswer } from "../../api/queries.ts"
import { Button } from "../../ui/button.tsx"
import { Combobox } from "../../ui/combobox.tsx"
import { confirm } from "../../ui/confirm.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { Form } from "../../ui/field.tsx"
import { TextField } from "../../ui/text-field.tsx"
import { useMaking } from "./making.ts"
import { MakingLog } from "./making-log.tsx"

interface CreateDrawerProps {
  /** Names that are there. */
  taken: ReadonlySet<string>
  onOpen: (name: string) => void
  onClose: () => void
}

/** An environment from a requirements file. What is typed stays while it is made, and when that fails. */
export function CreateDrawer({ taken, onOpen, onClose }: CreateDrawerProps) {
  const form = useId()
  const [name, setName] = useState("")
  const [requirements, setRequirements] = useState("")
  const [python, setPython] = useState("")
  const [problem, setProblem] = useState<string | null>(null)
  const files = useAnswer("files.list", { folder: "." }).data
  const options = useMemo(
    () =>
      (files ?? [])
        .filter(({ path }) => /(^|\/)[^/]*requirements[^/]*\.(txt|in)$/i.test(path))
        .map(({ path }) => ({ value: path })),
    [files],
  )
  const making = useMaking(`${name.trim()} is ready.`)
  const { state } = making
  const make = async () => {
    const found = nameProblem(name.trim(), taken)
    setProblem(found)
    if (found || state === "making") return
    await making.run(() => startCreating(name.trim(), requirements.trim(), python.trim()))
  }
  return (
    <Drawer
      open
      sticky
      onOpenChange={(open) => open || onClose()}
      title="Create a runtime"
      description="A Python environment with the packages of a requirements file."
      note={state === "making" ? "It goes on when this is closed." : state === "done" ? null : "* is needed"}
      footer={
        state === "done" ? (
          <>
            <Button onClick={onClose}>Close</Button>
            <Button variant="primary" onClick={() => onOpen(name.trim())}>
              Open {name.trim()}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{state === "making" ? "Close" : "Cancel"}</Button>
            <Button variant="primary" type="submit" form={form} busy={state === "making" && "Making it…"}>
              Create
            </Button>
          </>
        )
      }
    >
      <Form id={form} onSubmit={() => void make()}>
        <TextField
          label="Name"
          required
          code
          value={name}
          onChange={(value) => {
            setName(value)
            setProblem(null)
          }}
          error={problem}
          hint="What --runtime calls it."
        />
        <Combobox
          label="Requirements"
          code
          free
          value={requirements}
          onChange={setRequirements}
          options={options}
          placeholder="my-flow/requirements.txt"
          empty="No file of this folder is called so."
          hint="A file of the opened folder. Empty: nothing is installed."
        />
        <TextField
          label="Python"
          code
          value={python}
          onChange={setPython}
          placeholder="python3"
          hint="The interpreter to make it with: a path, or a name such as python3.12."
        />
        <MakingLog making={making} doing="Making it…" done={`${name.trim()} is ready.`} />
      </Form>
    </Drawer>
  )
}

function nameProblem(name: string, taken: ReadonlySet<string>): string | null {
  if (name === "") return "Give it a name."
  if (!/^\w[\w.-]*$/.test(name)) return "Letters, digits, dot, dash and underscore."
  return taken.has(name) ? "There is a runtime of this name already." : null
}

/** Installing may run code of the folder, so that is asked once. Undefined: somebody said no. */
async function startCreating(
  name: string,
  requirements: string,
  python: string,
): Promise<string | undefined> {
  const body = { name, ...(requirements && { requirements }), ...(python && { python }) }
  const flow = requirements.includes("/") ? requirements.slice(0, requirements.lastIndexOf("/")) : "."
  return askingToInstall(requirements, flow, async () => (await call("runtimes.create", { body })).work)
}

/** Does what installs packages; where nobody has allowed that yet, asks and does it then. */
export async function askingToInstall<T>(
  what: string,
  flow: string,
  does: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await does()
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure) || thrown.code !== "FOLDER_UNTRUSTED") throw thrown
  }
  const isAllowed = await confirm({
    title: `Install what ${what} names?`,
    text: "This folder was not made here. Installing its requirements may run code of it and of the packages.",
    action: "Allow and install",
  })
  if (!isAllowed) return undefined
  await call("flows.trust", { body: { flow } })
  return does()
}
