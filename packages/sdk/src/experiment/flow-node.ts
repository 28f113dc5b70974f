import type { ExperimentFlow } from "@internal/flow"
import { type Dict, toPlain } from "@internal/value"
import type { Progress } from "../api/execution.ts"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import { createRun } from "../runs/create-run.ts"
import { type Ended, type NodeScope, nodeSources, withInputs } from "./node-sources.ts"
import type { NodeWork } from "./node-work.ts"

/** A node that is a run of a flow: its inputs are the run's column mapping. */
export async function runFlowNode(node: ExperimentFlow, work: NodeWork): Promise<RunInfo["state"]> {
  const { scope, models, run, folder, signal } = work
  const mapping = withInputs(node.inputs, scope.inputs)
  const options: RunOptions = {
    ...models,
    flow: node.path,
    name: run,
    displayName: node.display_name ?? node.name,
    columnMapping: toPlain(mapping) as Record<string, unknown>,
    environment: { ...work.environment, ...node.environment_variables },
    connections: node.connections,
    ...(node.variant !== undefined && { variant: node.variant }),
    ...(node.init.size > 0 && { init: node.init }),
    ...(node.tags && { tags: node.tags }),
    ...(node.properties && { properties: node.properties }),
    signal,
  }
  const before = upstream(node.inputs, scope)
  const handle = await createRun(scope.context, options, undefined, {
    folder,
    sources: nodeSources([mapping], scope),
    ...(before && { run: before }),
  })
  const listening = tell(handle.events(), work.report)
  try {
    return (await handle.result).state
  } finally {
    await listening
  }
}

/** The run whose outputs or inputs the node reads, unless a command made them. */
function upstream(inputs: Dict, { ended }: NodeScope): string | undefined {
  for (const value of inputs.values()) {
    const [, node = ""] = /^\$\{([^.{}]+)\.(?:outputs|inputs)/.exec(String(value)) ?? []
    const found: Ended | undefined = ended.get(node)
    if (found?.kind === "run") return found.run.name
  }
  return undefined
}

async function tell(events: AsyncIterable<Progress>, report: NodeWork["report"]): Promise<void> {
  for await (const progress of events) report(progress)
}
