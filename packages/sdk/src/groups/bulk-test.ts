import { basename } from "node:path"
import { sanitizeName } from "@internal/flow"
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
    for (const [at, ending] of endings(evaluations).entries()) {
      if (handle.drain.aborted || handle.stop.aborted) break
      const options = { ...(evaluations[at] as EvaluateOptions), ending, group: test.name }
      const evaluated = await part(await api.runs.evaluateGroup(options))
      group = {
        ...group,
        evaluations: evaluated.evaluations,
        refused: [...group.refused, ...evaluated.refused],
      }
    }
    return group
  })
}

/** Evaluation runs are told apart by their flows; the same flow may come twice. */
function endings(evaluations: readonly EvaluateOptions[]): string[] {
  const names = evaluations.map(({ flow }) => sanitizeName(basename(flow)))
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((other) => other === name).length
    return before === 0 ? name : `${name}_${before + 1}`
  })
}
