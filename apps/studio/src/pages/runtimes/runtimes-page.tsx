import type { StudioRuntime } from "@internal/schema/studio"
import { Ellipsis, Plus, SquareTerminal, Terminal, Trash2 } from "lucide-react"
import { useCallback, useMemo } from "react"
import { Link, useSearchParams } from "wouter"
import { call } from "../../api/call.ts"
import { ask, queryClient, useAnswer } from "../../api/queries.ts"
import { chosenRuntime } from "../../flow/chosen-runtime.ts"
import { DoctorChecks } from "../../flow/doctor-checks.tsx"
import { useCommands } from "../../frame/commands.ts"
import { Page } from "../../frame/page.tsx"
import { Button } from "../../ui/button.tsx"
import { confirm } from "../../ui/confirm.tsx"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { formatCount } from "../../ui/format.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"
import { toast } from "../../ui/toasts.ts"
import { CreateDrawer } from "./create-drawer.tsx"
import { RUNTIME_FILTERS, runtimeColumns } from "./runtime-columns.tsx"
import { RuntimeDrawer } from "./runtime-drawer.tsx"
import styles from "./runtimes.module.css"

const NONE: StudioRuntime[] = []
const keyOf = ({ name }: StudioRuntime) => name

/** The Pythons in which a flow's own code runs. In the address: `open` names the one that is looked at, `create` makes one. */
export default function RuntimesPage() {
  const { data: runtimes = NONE, isPending, error, refetch } = useAnswer("runtimes.list")
  const doctor = useAnswer("doctor", {})
  const [params, setParams] = useSearchParams()
  const show = useCallback(
    (part: { open?: string; create?: string }) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          for (const name of ["open", "create"]) next.delete(name)
          for (const [name, value] of Object.entries(part)) next.set(name, value)
          return next
        },
        { replace: Object.keys(part).length === 0 },
      ),
    [setParams],
  )
  const columns = useMemo(
    () =>
      runtimeColumns((runtime) => (
        <RuntimeMenu runtime={runtime} onOpen={() => show({ open: runtime.name })} />
      )),
    [show],
  )
  useCommands(
    "Runtimes",
    useMemo(
      () => [
        { id: "runtimes.create", label: "Create a runtime", keys: "n", run: () => show({ create: "new" }) },
      ],
      [show],
    ),
  )
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => show({ create: "new" })}>
      Create
    </Button>
  )
  const opened = runtimes.find(({ name }) => name === params.get("open"))
  return (
    <Page
      title="Runtimes"
      fill
      actions={create}
      description="Flows run in the Python of their folder, in one that has their requirements, or in this machine's."
    >
      <div className={styles.page}>
        <div className={styles.machine}>
          {doctor.data ? (
            <DoctorChecks look="row" checks={doctor.data.filter(isOfRuntimes)} />
          ) : (
            <p className={styles.muted} role="status">
              {doctor.error ? doctor.error.message : "Looking at this machine…"}
            </p>
          )}
        </div>
        <DataTable
          id="runtimes"
          label="Runtimes"
          className={styles.table}
          rows={runtimes}
          rowKey={keyOf}
          columns={columns}
          filters={RUNTIME_FILTERS}
          search="Search runtimes"
          loading={isPending && "Looking for Pythons…"}
          error={error}
          onRetry={() => void Promise.all([refetch(), doctor.refetch()])}
          onOpen={({ name }) => show({ open: name })}
          openKey={opened?.name ?? null}
          bulkActions={(rows, clear) => (
            <Button
              icon={<Trash2 />}
              disabled={rows.some(({ kind }) => kind !== "managed")}
              onClick={async () => {
                if (await remove(rows)) clear()
              }}
            >
              Delete
            </Button>
          )}
          empty={
            <EmptyState
              icon={<Terminal />}
              action={create}
              link={<Link href="/settings">What this machine has</Link>}
            >
              No Python was found on this machine; flows with Python code need one.
            </EmptyState>
          }
        />
      </div>
      {opened ? (
        <RuntimeDrawer
          key={opened.name}
          runtime={opened}
          onDelete={async () => {
            if (await remove([opened])) show({})
          }}
          onClose={() => show({})}
        />
      ) : null}
      {params.has("create") ? (
        <CreateDrawer
          taken={new Set(runtimes.map(keyOf))}
          onOpen={(name) => show({ open: name })}
          onClose={() => show({})}
        />
      ) : null}
    </Page>
  )
}

/** What is no matter of runtimes stands in the settings. */
const isOfRuntimes = ({ subject, state }: { subject: string; state: string }) =>
  state === "missing" || subject === "Node" || subject === "Python"

function RuntimeMenu({ runtime, onOpen }: { runtime: StudioRuntime; onOpen: () => void }) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Actions for ${runtime.name}`} icon={<Ellipsis />} size="small" side="left" />
      }
      items={[
        { label: "Open and check", icon: <SquareTerminal />, onSelect: onOpen },
        "separator",
        {
          label: "Delete…",
          icon: <Trash2 />,
          danger: true,
          disabled: runtime.kind !== "managed",
          onSelect: () => void remove([runtime]),
        },
      ]}
    />
  )
}

/** Says who has chosen it, as far as this browser knows: commands name runtimes each time anew. */
async function remove(runtimes: readonly StudioRuntime[]): Promise<boolean> {
  const [first] = runtimes
  const names = new Set<string | undefined>(runtimes.map(keyOf))
  const flows = await ask("flows.list").catch(() => [])
  const using = flows.filter(({ path }) => names.has(chosenRuntime(path))).map(({ path }) => path)
  const sure = await confirm({
    title: `Delete ${runtimes.length === 1 ? first?.name : formatCount(runtimes.length, "runtime")}?`,
    text:
      using.length > 0
        ? `Its packages go with it. It is chosen for ${using.join(", ")}: choose another there, or make it again from its requirements.`
        : "Its packages go with it. What names it will not run until it is made again from its requirements.",
    action: "Delete",
    danger: true,
  })
  if (!sure) return false
  for (const { name } of runtimes)
    await call("runtimes.delete", { query: { name } }).catch((thrown: Error) =>
      toast({ kind: "error", title: `${name} was not deleted`, text: thrown.message }),
    )
  await queryClient.invalidateQueries({ queryKey: ["runtimes.list"] })
  return true
}
