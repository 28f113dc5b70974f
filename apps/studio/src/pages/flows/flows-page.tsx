import type { DeletedFlow, FlowSummary, StudioRun } from "@internal/schema/studio"
import { FileArchive, LibraryBig, Plus } from "lucide-react"
import { useMemo, useState } from "react"
import { Link, useLocation, useSearchParams } from "wouter"
import { useAnswer } from "../../api/queries.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { addressOfMade } from "../../flow/open-made-flow.ts"
import { useCommands } from "../../frame/commands.ts"
import { Page } from "../../frame/page.tsx"
import { Button } from "../../ui/button.tsx"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import { BulkActions } from "./bulk-actions.tsx"
import { CreateDialog } from "./create-dialog.tsx"
import {
  archiveFlows,
  askToRestore,
  deleteFlows,
  downloadFlows,
  purgeFlows,
  restoreDeleted,
} from "./flow-changes.ts"
import { FLOW_FILTERS, flowColumns } from "./flow-columns.tsx"
import { type FlowActions, FlowMenu } from "./flow-menu.tsx"
import { ImportDialog } from "./import-dialog.tsx"
import { keyOf, type ListedFlow, listedDeleted, listOf, withLastRuns } from "./listed-flow.ts"
import { NameAgain } from "./name-again.tsx"
import { NoFlows } from "./no-flows.tsx"

const NONE: FlowSummary[] = []
const NO_TRASH: DeletedFlow[] = []
const NO_RUNS: StudioRun[] = []
/** As on the page of runs, which asks the same. */
const MOST_RUNS = 1000
const SORT = { id: "updated", descending: true }
const SORT_TRASH = { id: "deletedAt", descending: true }

/** The flows below the opened folder, and with its filters those that are archived, or deleted. `?create=TYPE` opens the dialog for a new one, `?import` that for one from elsewhere. */
export default function FlowsPage() {
  const [params, setParams] = useSearchParams()
  const list = listOf(params)
  const isTrash = list === "deleted"
  const known = useAnswer("flows.list")
  const flows = known.data ?? NONE
  const trash = useAnswer("flows.deleted", {}, { enabled: isTrash })
  const { isPending, error } = isTrash ? trash : known
  const runs = useAnswer("runs.list", { limit: MOST_RUNS }).data ?? NO_RUNS
  const rows = useMemo(() => {
    if (list === "deleted") return (trash.data ?? NO_TRASH).map(listedDeleted)
    return withLastRuns(list === "all" ? flows : flows.filter(({ archived }) => !archived), runs)
  }, [list, flows, trash.data, runs])
  const hasPaths = flows.some(({ path }) => path.includes("/"))
  const [, navigate] = useLocation()
  const [asked, setAsked] = useState<{ what: "clone" | "rename" | "restore"; flow: ListedFlow } | null>(null)
  const taken = useMemo(() => new Set(flows.map(({ path }) => path)), [flows])
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

  const actions = useMemo<FlowActions>(() => {
    const restore = (flow: ListedFlow) =>
      void restoreDeleted([flow], () => setAsked({ what: "restore", flow }))
    return {
      open: async (flow) => {
        if (!flow.deleted) navigate(flowAddress(flow.path))
        else if (await askToRestore(flow)) restore(flow)
      },
      runs: (flow) => navigate(`/runs?${new URLSearchParams({ flow: flow.path })}`),
      clone: (flow) => setAsked({ what: "clone", flow }),
      rename: (flow) => setAsked({ what: "rename", flow }),
      download: (flow) => void downloadFlows([flow]),
      archive: (flow) => void archiveFlows([flow]),
      unarchive: (flow) => void archiveFlows([flow], true),
      delete: (flow) => void deleteFlows([flow], flows),
      restore,
      purge: (flow) => void purgeFlows([flow]),
    }
  }, [navigate, flows])
  const columns = useMemo(
    () => flowColumns((flow) => <FlowMenu flow={flow} actions={actions} />, { hasPaths, isTrash }),
    [actions, hasPaths, isTrash],
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
        initialSort={isTrash ? SORT_TRASH : SORT}
        onOpen={actions.open}
        loading={isPending && (isTrash ? "Reading the trash…" : "Reading the folder…")}
        error={error}
        onRetry={() => void (isTrash ? trash : known).refetch()}
        bulkActions={(rows, clear) => <BulkActions rows={rows} all={flows} clear={clear} />}
        empty={<NoFlows archived={flows.length} />}
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
