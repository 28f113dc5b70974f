import type { DeletedFlow, FlowSummary, StudioRun } from "@internal/schema/studio"

/** A flow of the list: with the run that was started last, of this page or of the command line. */
export interface ListedFlow extends FlowSummary {
  lastRun?: StudioRun
  /** What its link and its menu are called: with its path, where several flows of the folder have one name. */
  called?: string
  /** It is in the trash; `path` is where it was. */
  deleted?: { trash: string; at: number }
}

/** Several of the trash may have been at one place. */
export const keyOf = ({ path, deleted }: ListedFlow): string => deleted?.trash ?? path

/** `runs` come newest first. */
export function withLastRuns(flows: readonly FlowSummary[], runs: readonly StudioRun[]): ListedFlow[] {
  const last = new Map<string, StudioRun>()
  for (const run of runs) if (run.flow !== null && !last.has(run.flow)) last.set(run.flow, run)
  const counts = new Map<string, number>()
  for (const { name } of flows) counts.set(name, (counts.get(name) ?? 0) + 1)
  return flows.map((flow) => {
    const lastRun = last.get(flow.path)
    const isAlone = counts.get(flow.name) === 1 || flow.path === flow.name
    return {
      ...flow,
      ...(lastRun && { lastRun }),
      ...(!isAlone && { called: `${flow.name}, ${flow.path}` }),
    }
  })
}

export function listedDeleted({ trash, deletedAt, ...flow }: DeletedFlow): ListedFlow {
  return { ...flow, deleted: { trash, at: deletedAt } }
}

/**
 * Which flows the list is about, by what its address says: those that are in use; with `archived` the others too; with
 * `deleted` those of the trash alone.
 */
export function listOf(params: URLSearchParams): "used" | "all" | "deleted" {
  if (params.getAll("deleted").length > 0) return "deleted"
  return params.getAll("archived").length > 0 ? "all" : "used"
}
