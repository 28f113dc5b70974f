import type { StudioRun } from "@internal/schema/studio"
import { Archive, ArchiveRestore, Ban, GitCompareArrows, ListChecks, Trash2 } from "lucide-react"
import { useMemo } from "react"
import { Link, useLocation, useSearchParams } from "wouter"
import { useCommands } from "../../frame/commands.ts"
import { Page } from "../../frame/page.tsx"
import { archiveRuns, cancelRuns, deleteRuns, restoreRuns } from "../../run/run-actions.ts"
import { kindOf, metricNames, repeatedNames } from "../../run/run-facts.ts"
import { Chip } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import type { TableFilter } from "../../ui/data-table/table-view.ts"
import { EmptyState } from "../../ui/empty-state.tsx"
import { formatCount } from "../../ui/format.ts"
import { STATE_NAMES } from "../../ui/states.ts"
import { runColumns } from "./run-columns.tsx"
import { useRuns } from "./use-runs.ts"

const keyOf = (run: StudioRun) => run.name
const STATES = ["running", "done", "failed", "crashed", "cancelled", "interrupted"] as const
/** Parts of the address by which not only the newest runs are asked for. */
const ASKED = ["q", "sort", "state", "flow", "kind", "archived"]

export default function RunsPage() {
  const [params, setParams] = useSearchParams()
  const [, go] = useLocation()
  const withArchived = params.getAll("archived").length > 0
  const group = params.get("group")
  const isAsked = ASKED.some((name) => params.get(name))
  const { runs, ...reading } = useRuns({
    archived: withArchived,
    tests: params.getAll("kind").includes("test"),
    group,
    all: isAsked,
  })
  const metrics = metricNames(runs).join("\n")
  const repeated = JSON.stringify(repeatedNames(runs))
  const columns = useMemo(
    () => runColumns(metrics === "" ? [] : metrics.split("\n"), new Set<string>(JSON.parse(repeated))),
    [metrics, repeated],
  )
  const flows = [...new Set([...runs.flatMap(({ flow }) => flow ?? []), ...params.getAll("flow")])].sort()
  const flowList = flows.join("\n")
  const filters = useMemo(() => runFilters(flowList === "" ? [] : flowList.split("\n")), [flowList])
  // the oldest, which has the default variants, is the base
  const compared = runs
    .filter((run) => run.run === null)
    .map(({ name }) => name)
    .reverse()
  const open = (run: StudioRun) => go(`/runs/${encodeURIComponent(run.name)}`)
  const commands = useMemo(
    () => [
      { id: "runs.toFlows", label: "Start a run from a flow", words: "bulk test", run: () => go("/flows") },
    ],
    [go],
  )
  useCommands("Runs", commands)
  return (
    <Page title="Runs" fill>
      <DataTable
        id="runs"
        label="Runs"
        rows={runs}
        rowKey={keyOf}
        columns={columns}
        filters={filters}
        search="Search runs"
        onOpen={open}
        loading={reading.isPending && "Reading runs…"}
        error={reading.error}
        onRetry={reading.again}
        onEndReached={reading.more}
        loadingMore={
          !reading.isWhole &&
          (reading.isReading || isAsked) &&
          `Reading older runs: ${formatCount(runs.length, "run")}…`
        }
        toolbar={
          group === null ? null : (
            <>
              {compared.length > 1 ? (
                <Button
                  icon={<GitCompareArrows />}
                  onClick={() => go(`/compare?runs=${compared.map(encodeURIComponent).join(",")}`)}
                >
                  Compare its runs
                </Button>
              ) : null}
              <Chip
                removeLabel="Show the runs of all groups"
                onRemove={() =>
                  setParams((before) => {
                    const next = new URLSearchParams(before)
                    next.delete("group")
                    return next
                  })
                }
              >
                Group {group}
              </Chip>
            </>
          )
        }
        empty={
          <EmptyState
            icon={<ListChecks />}
            action={
              <Button variant="primary" asChild>
                <Link href="/flows">Choose a flow to run</Link>
              </Button>
            }
            link={<Link href="/gallery">Or begin with a sample</Link>}
          >
            Runs of this page and of the command line are listed here. There is none, or all are archived.
          </EmptyState>
        }
        bulkActions={(chosen, clear) => <BulkActions {...{ chosen, clear, go }} />}
      />
    </Page>
  )
}

interface BulkActionsProps {
  chosen: StudioRun[]
  clear: () => void
  go: (path: string) => void
}

function BulkActions({ chosen, clear, go }: BulkActionsProps) {
  const running = chosen.filter(({ state }) => state === "running")
  const ended = chosen.filter(({ state }) => state !== "running")
  const shown = ended.filter(({ archived }) => !archived)
  const hidden = ended.filter(({ archived }) => archived)
  const then = async (done: Promise<boolean>) => {
    if (await done) clear()
  }
  // the oldest is the base: it is what the others want to be better than
  const names = chosen.map(({ name }) => encodeURIComponent(name)).reverse()
  return (
    <>
      <Button
        variant="primary"
        icon={<GitCompareArrows />}
        disabled={chosen.length < 2}
        onClick={() => go(`/compare?runs=${names.join(",")}`)}
      >
        Compare
      </Button>
      {shown.length > 0 ? (
        <Button icon={<Archive />} onClick={() => void then(archiveRuns(shown))}>
          Archive
        </Button>
      ) : null}
      {hidden.length > 0 ? (
        <Button icon={<ArchiveRestore />} onClick={() => void then(restoreRuns(hidden))}>
          Restore
        </Button>
      ) : null}
      {running.length > 0 ? (
        <Button icon={<Ban />} onClick={() => void then(cancelRuns(running))}>
          Cancel
        </Button>
      ) : null}
      {ended.length > 0 ? (
        <Button variant="quiet" icon={<Trash2 />} onClick={() => void then(deleteRuns(ended))}>
          Delete
        </Button>
      ) : null}
    </>
  )
}

function runFilters(flows: readonly string[]): TableFilter<StudioRun>[] {
  return [
    {
      id: "state",
      label: "State",
      options: STATES.map((value) => ({ value, label: STATE_NAMES[value] })),
      values: (run) => run.state,
    },
    {
      id: "flow",
      label: "Flow",
      options: flows.map((value) => ({ value })),
      values: (run) => run.flow ?? "",
    },
    {
      id: "kind",
      label: "Kind",
      options: [
        { value: "batch", label: "Batch" },
        { value: "evaluation", label: "Evaluation" },
        { value: "test", label: "Test" }, // asked for only then: there are many
      ],
      values: kindOf,
    },
    {
      id: "archived",
      label: "Archived",
      options: [
        { value: "only", label: "Only archived" },
        { value: "include", label: "Archived too" },
      ],
      values: (run) => (run.archived ? ["only", "include"] : ["include"]),
    },
  ]
}
