import type { Handle } from "../api/execution.ts"
import type { MillraceApi } from "../api/millrace-api.ts"
import type { EvaluateOptions, GroupOptions, RunGroup } from "../api/run-groups.ts"
import { WorkHandle } from "../handle.ts"

export interface BulkTestOptions {
  test: GroupOptions & { name: string }
  /** Each over every run of the test that gets done. */
  evaluations: EvaluateOptions[]
}

/** A bulk test as the wizard makes one: variants, then each evaluation over their runs. */
export function bulkTest(api: MillraceApi, { test, evaluations }: BulkTestOptions): Handle<RunGroup> {
  return new WorkHandle<RunGroup>(test.name, async (handle) => {
    const part = async (started: Handle<RunGroup>): Promise<RunGroup> => {
      const stop = () => started.cancel()
      handle.drain.addEventListener("abort", stop)
      handle.stop.addEventListener("abort", stop)
      for await (const progress of started.events()) handle.emit(progress)
      return started.result
    }
    let group = await part(await api.runs.createMany(test))
    for (const evaluation of evaluations) {
      if (handle.drain.aborted || handle.stop.aborted) break
      const evaluated = await part(await api.runs.evaluateGroup({ ...evaluation, group: test.name }))
      group = {
        ...group,
        evaluations: evaluated.evaluations,
        refused: [...group.refused, ...evaluated.refused],
      }
    }
    return group
  })
}
