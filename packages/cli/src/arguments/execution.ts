import type { ExecutionOptions } from "@internal/sdk"
import type { Context } from "../context.ts"
import type { Given } from "../given.ts"
import { readEnvironment } from "./environment.ts"
import { readInputs } from "./inputs.ts"
import { nestedPairs } from "./pairs.ts"

/** The options that every execution of a flow has, except the flow itself. Absent ones are left out. */
export function executionOptions(given: Given, context: Context): Omit<ExecutionOptions, "flow"> {
  // nestedPairs answers two levels for `node.connection=name`; deeper ones are refused by the SDK with the node's name.
  const connections = nestedPairs(
    given.list("connections"),
    "--connections",
  ) as ExecutionOptions["connections"]
  const environment = readEnvironment(given.list("environmentVariables"), context.cwd, context.env)
  return present({
    init: readInputs(given.list("init"), context.cwd, "--init"),
    variant: given.text("variant"),
    connections,
    environment,
    runtime: given.text("runtime"),
    install: given.has("install") ? given.flag("install") : undefined,
    connection: given.text("connection"),
    // the parser has checked it
    cache: given.text("cache") as ExecutionOptions["cache"],
    record: given.text("record"),
    replay: given.text("replay"),
  })
}

/** Without the keys whose value is undefined. */
export function present<T extends object>(options: T): T {
  // Dropping undefined values keeps the type: they were optional to begin with.
  return Object.fromEntries(Object.entries(options).filter(([, v]) => v !== undefined)) as T
}
