import type { ConnectionSpec, StudioConnection } from "@internal/schema/studio"
import { ChevronDown, Ellipsis, Pencil, PlugZap, Plus, Trash2 } from "lucide-react"
import { useCallback, useMemo } from "react"
import { Link, useSearchParams } from "wouter"
import { call } from "../../api/call.ts"
import { queryClient, useAnswer } from "../../api/queries.ts"
import { useCommands } from "../../frame/commands.ts"
import { Page } from "../../frame/page.tsx"
import { Button } from "../../ui/button.tsx"
import { confirm } from "../../ui/confirm.tsx"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import type { TableFilter } from "../../ui/data-table/table-view.ts"
import { EmptyState } from "../../ui/empty-state.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"
import { toast } from "../../ui/toasts.ts"
import { connectionColumns } from "./connection-columns.tsx"
import { ConnectionDrawer } from "./connection-drawer.tsx"
import { usesText } from "./connection-words.ts"
import { EditDrawer } from "./edit-drawer.tsx"

const keyOf = ({ name }: StudioConnection) => name
const NO_CONNECTIONS: StudioConnection[] = []
const NO_SPECS: ConnectionSpec[] = []
const SORT = { id: "name", descending: false }

/** In the address: `open` names the one that is looked at, `edit` the one that is edited, `create` a provider. */
export default function ConnectionsPage() {
  const { data: connections = NO_CONNECTIONS, isPending, error, refetch } = useAnswer("connections.list")
  const specs = useAnswer("connections.specs").data ?? NO_SPECS
  const [params, setParams] = useSearchParams()
  const show = useCallback(
    (part: { open?: string; edit?: string; create?: string }) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          for (const name of ["open", "edit", "create"]) next.delete(name)
          for (const [name, value] of Object.entries(part)) next.set(name, value)
          return next
        },
        { replace: Object.keys(part).length === 0 },
      ),
    [setParams],
  )
  const labels = useMemo(() => new Map(specs.map(({ type, label }) => [type, label])), [specs])
  const columns = useMemo(
    () =>
      connectionColumns(labels, (connection) => (
        <Menu
          align="end"
          trigger={
            <IconButton
              label={`Actions for ${connection.name}`}
              icon={<Ellipsis />}
              size="small"
              side="left"
            />
          }
          items={[
            { label: "Open and test", icon: <PlugZap />, onSelect: () => show({ open: connection.name }) },
            { label: "Edit…", icon: <Pencil />, onSelect: () => show({ edit: connection.name }) },
            "separator",
            { label: "Delete…", icon: <Trash2 />, danger: true, onSelect: () => void remove([connection]) },
          ]}
        />
      )),
    [labels, show],
  )
  const filters = useMemo<TableFilter<StudioConnection>[]>(
    () => [
      {
        id: "provider",
        label: "Provider",
        options: specs.map(({ type, label }) => ({ value: type, label })),
        values: ({ type }) => type,
      },
    ],
    [specs],
  )
  useCommands(
    "Connections",
    useMemo(
      () =>
        specs.map(({ word, label }) => ({
          id: `connections.create.${word}`,
          label: `Create a connection: ${label}`,
          run: () => show({ create: word }),
        })),
      [specs, show],
    ),
  )
  const create = (variant: "primary" | "default") => (
    <Menu
      align="end"
      trigger={
        <Button variant={variant} icon={<Plus />}>
          Create
          <ChevronDown size={14} aria-hidden="true" />
        </Button>
      }
      items={specs.map(({ word, label }) => ({ label, onSelect: () => show({ create: word }) }))}
    />
  )
  const named = (name: string | null) => connections.find((connection) => connection.name === name)
  const opened = named(params.get("open"))
  const edited = named(params.get("edit"))
  const editedSpec = specs.find(({ type }) => type === edited?.type)
  const created = specs.find(({ word }) => word === params.get("create"))
  return (
    <Page title="Connections" fill actions={create("primary")}>
      <DataTable
        id="connections"
        label="Connections"
        rows={connections}
        rowKey={keyOf}
        columns={columns}
        filters={filters}
        search="Search connections"
        initialSort={SORT}
        onOpen={({ name }) => show({ open: name })}
        openKey={opened?.name ?? null}
        loading={isPending && "Reading connections…"}
        error={error}
        onRetry={() => void refetch()}
        bulkActions={(rows, clear) => (
          <Button
            icon={<Trash2 />}
            onClick={async () => {
              if (await remove(rows)) clear()
            }}
          >
            Delete
          </Button>
        )}
        empty={
          <EmptyState
            icon={<PlugZap />}
            action={create("default")}
            link={<Link href="/settings">Use the model on this machine</Link>}
          >
            A connection holds the address and the key of a model service. Flows name it, and never hold the
            key.
          </EmptyState>
        }
      />
      {opened ? (
        <ConnectionDrawer
          key={opened.name}
          connection={opened}
          spec={specs.find(({ type }) => type === opened.type)}
          onEdit={() => show({ edit: opened.name })}
          onDelete={async () => {
            if (await remove([opened])) show({})
          }}
          onClose={() => show({})}
        />
      ) : null}
      {edited && editedSpec ? (
        <EditDrawer
          key={edited.name}
          spec={editedSpec}
          connection={edited}
          taken={new Set()}
          onSaved={(name) => show({ open: name })}
          onClose={() => show({})}
        />
      ) : null}
      {created ? (
        <EditDrawer
          key={created.word}
          spec={created}
          taken={new Set(connections.map(keyOf))}
          onSaved={(name) => show({ open: name })}
          onClose={() => show({})}
        />
      ) : null}
    </Page>
  )
}

/** Asks first, and says who would miss it. */
async function remove(connections: readonly StudioConnection[]): Promise<boolean> {
  const names = connections.length === 1 ? (connections[0]?.name ?? "") : `${connections.length} connections`
  const uses = usesText(connections.flatMap(({ usedBy }) => usedBy))
  const sure = await confirm({
    title: `Delete ${names}?`,
    text: uses
      ? `${uses} of this folder will no longer run. The secrets cannot be brought back.`
      : "No flow of this folder uses it. The secrets cannot be brought back.",
    action: "Delete",
    danger: true,
  })
  if (!sure) return false
  for (const { name } of connections)
    await call("connections.delete", { query: { name } }).catch((thrown: Error) =>
      toast({ kind: "error", title: `${name} was not deleted`, text: thrown.message }),
    )
  await queryClient.invalidateQueries({ queryKey: ["connections.list"] })
  return true
}
