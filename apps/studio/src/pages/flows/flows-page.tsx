import type { FlowSummary, StudioRun } from "@internal/schema/studio"
import { Download, FileArchive, LibraryBig, Plus, Trash2, Workflow } from "lucide-react"
import { useMemo, useState } from "react"
import { Link, useLocation, useSearchParams } from "wouter"
import { call } from "../../api/call.ts"
import { useAnswer } from "../../api/queries.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { freeName } from "../../flow/folder-name.ts"
import { FolderNameDialog } from "../../flow/folder-name-dialog.tsx"
import { addressOfMade } from "../../flow/open-made-flow.ts"
import { useCommands } from "../../frame/commands.ts"
import { Page } from "../../frame/page.tsx"
import { Button } from "../../ui/button.tsx"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { CreateDialog } from "./create-dialog.tsx"
import { deleteFlows, downloadFlows } from "./flow-changes.ts"
import { FLOW_FILTERS, flowColumns, withLastRuns } from "./flow-columns.tsx"
import { type FlowActions, FlowMenu } from "./flow-menu.tsx"
import { ImportDialog } from "./import-dialog.tsx"

const keyOf = ({ path }: FlowSummary) => path
const NONE: FlowSummary[] = []
const NO_RUNS: StudioRun[] = []
/** As on the page of runs, which asks the same. */
const MOST_RUNS = 1000
const SORT = { id: "updated", descending: true }

/** The flows below the opened folder. `?create=TYPE` opens the dialog for a new one, `?import` that for one from elsewhere. */
export default function FlowsPage() {
  const { data: flows = NONE, isPending, error, refetch } = useAnswer("flows.list")
  const runs = useAnswer("runs.list", { limit: MOST_RUNS }).data ?? NO_RUNS
  const rows = useMemo(() => withLastRuns(flows, runs), [flows, runs])
  const hasPaths = flows.some(({ path }) => path.includes("/"))
  const [, navigate] = useLocation()
  const [params, setParams] = useSearchParams()
  const [asked, setAsked] = useState<{ what: "clone" | "rename"; flow: FlowSummary } | null>(null)
  const taken = useMemo(() => new Set(flows.map(keyOf)), [flows])
  const ask = (name: "create" | "import", value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === null) next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: value === null },
    )
  // going back leads to the list, not to the dialog
  const openMade = async (path: string) =>
    navigate(await addressOfMade(path), { replace: params.has("create") || params.has("import") })

  const actions = useMemo<FlowActions>(
    () => ({
      open: (flow) => navigate(flowAddress(flow.path)),
      runs: (flow) => navigate(`/runs?${new URLSearchParams({ flow: flow.path })}`),
      clone: (flow) => setAsked({ what: "clone", flow }),
      rename: (flow) => setAsked({ what: "rename", flow }),
      download: (flow) => void downloadFlows([flow]),
      delete: (flow) => void deleteFlows([flow], flows),
    }),
    [navigate, flows],
  )
  const columns = useMemo(
    () => flowColumns((flow) => <FlowMenu flow={flow} actions={actions} />, { hasPaths }),
    [actions, hasPaths],
  )
  useCommands(
    "Flows",
    useMemo(
      () => [
        {
          id: "flows.create",
          label: "Create a flow",
          keys: "n",
          run: () => navigate("/flows?create=standard"),
        },
        { id: "flows.import", label: "Import a flow", run: () => navigate("/flows?import=zip") },
      ],
      [navigate],
    ),
  )
  return (
    <Page
      title="Flows"
      fill
      actions={
        <>
          <Button icon={<FileArchive />} onClick={() => ask("import", "zip")}>
            Import
          </Button>
          <Button asChild icon={<LibraryBig />}>
            <Link href="/gallery">Gallery</Link>
          </Button>
          <Button variant="primary" icon={<Plus />} onClick={() => ask("create", "standard")}>
            Create
          </Button>
        </>
      }
    >
      <DataTable
        id="flows"
        label="Flows"
        rows={rows}
        rowKey={keyOf}
        columns={columns}
        filters={FLOW_FILTERS}
        search="Search flows"
        initialSort={SORT}
        onOpen={actions.open}
        loading={isPending && "Reading the folder…"}
        error={error}
        onRetry={() => void refetch()}
        bulkActions={(rows, clear) => <Bulk rows={rows} all={flows} clear={clear} />}
        empty={
          <EmptyState
            icon={<Workflow />}
            action={
              <Button asChild variant="primary" icon={<LibraryBig />}>
                <Link href="/gallery">Clone a sample</Link>
              </Button>
            }
            link={<Link href="/flows?create=standard">Create an empty flow</Link>}
          >
            A flow takes inputs through prompts, models and code to outputs. There is none in this folder yet.
          </EmptyState>
        }
      />
      {params.has("create") ? (
        <CreateDialog
          initial={params.get("create") ?? ""}
          taken={taken}
          onMade={openMade}
          onClose={() => ask("create", null)}
        />
      ) : null}
      {params.has("import") ? (
        <ImportDialog taken={taken} onImported={openMade} onClose={() => ask("import", null)} />
      ) : null}
      {asked ? (
        <NameAgain {...asked} taken={taken} openMade={openMade} onClose={() => setAsked(null)} />
      ) : null}
    </Page>
  )
}

function Bulk({ rows, all, clear }: { rows: FlowSummary[]; all: FlowSummary[]; clear: () => void }) {
  const isRootChosen = rows.some(({ path }) => path === ".")
  return (
    <>
      <Button icon={<Download />} onClick={() => void downloadFlows(rows)}>
        Download
      </Button>
      <Button
        icon={<Trash2 />}
        disabled={isRootChosen}
        onClick={async () => {
          if (await deleteFlows(rows, all)) clear()
        }}
      >
        Delete
      </Button>
    </>
  )
}

interface NameAgainProps {
  what: "clone" | "rename"
  flow: FlowSummary
  taken: ReadonlySet<string>
  openMade: (path: string) => Promise<void>
  onClose: () => void
}

/** A clone needs a name of its own, and a rename another one. */
function NameAgain({ what, flow, taken, openMade, onClose }: NameAgainProps) {
  if (what === "clone")
    return (
      <FolderNameDialog
        title={`Clone ${flow.name}`}
        action="Clone"
        doing="Cloning…"
        initial={freeName(
          `${flow.path === "." ? flow.name : flow.path.replace(/\.prompty$/, "")}-copy`,
          taken,
        )}
        taken={taken}
        submit={async (path) =>
          openMade((await call("flows.clone", { body: { path, from: { flow: flow.path } } })).path)
        }
        onClose={onClose}
      />
    )
  return (
    <FolderNameDialog
      title={`Rename ${flow.name}`}
      description="Runs of it keep the name that it had."
      action="Rename"
      doing="Renaming…"
      label={flow.kind === "prompty" ? "File" : "Folder"}
      initial={flow.path}
      taken={taken}
      submit={async (to) => {
        await call("flows.rename", { body: { flow: flow.path, to } })
        await addressOfMade(to)
        onClose()
      }}
      onClose={onClose}
    />
  )
}
