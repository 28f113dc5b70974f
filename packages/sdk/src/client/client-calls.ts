import { MillraceError } from "@internal/schema"
import { CONFIG_CALLS } from "./client-config.ts"
import { CONNECTION_CALLS } from "./client-connections.ts"
import { EXPERIMENT_CALLS } from "./client-experiments.ts"
import { FLOW_CALLS } from "./client-flows.ts"
import type { Asking, Operation } from "./client-operation.ts"
import { RUN_CALLS } from "./client-runs.ts"
import { TOOL_CALLS } from "./client-tools.ts"

/** What `PFClient` can do (surface.md 2.1), by the names under which `promptflow.client` asks for it. */
const OPERATIONS: Record<string, Operation> = {
  ...RUN_CALLS,
  ...FLOW_CALLS,
  ...CONNECTION_CALLS,
  ...TOOL_CALLS,
  ...EXPERIMENT_CALLS,
  ...CONFIG_CALLS,
}

/** Answers one operation. Rejects with `USAGE` for one that there is not, and as the operation does. */
export async function clientCall(operation: string, asking: Asking): Promise<unknown> {
  const known = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined
  const { context, plain } = asking.asked
  if (known) return known(context.api(), plain, asking)
  const reason = `PFClient has no ${operation} here`
  throw new MillraceError("USAGE", { reason: `${reason}.` }, { hint: "See the guide of Python scripts." })
}
