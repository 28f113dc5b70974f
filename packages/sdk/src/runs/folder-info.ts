import type { Plan } from "@internal/schema"
import type { RunFolderInfo } from "@internal/store"
import { runsAsync } from "../flow/runs-async.ts"

/** What the original's logs say of a line's nodes (spec 3.3). */
const PF_NODE_CONCURRENCY = 2

/** What the files of a run say of its plan. */
export function folderInfo(plan: Plan, run: string): Omit<RunFolderInfo, "mapped"> {
  const stage = (wanted: string) => plan.nodes.filter((node) => node.stage === wanted).length
  return {
    run,
    nodes: stage("line"),
    aggregationNodes: stage("aggregation"),
    concurrency: PF_NODE_CONCURRENCY,
    async: runsAsync(plan),
    messageFormat: plan.messageFormat,
    flowId: plan.id,
    kind: plan.kind,
  }
}
