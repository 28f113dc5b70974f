import { applyOverrides, type Flow, withSignature } from "@internal/flow"
import type { Connection, ToolSignature } from "@internal/schema"
import type { Scrubber } from "@internal/store"
import { type Dict, fromPlain } from "@internal/value"
import type { ExecutionOptions, Progress } from "../api/execution.ts"
import type { TestOptions } from "../api/flows.ts"
import { promptyFlow } from "../prompty/prompty-flow.ts"
import type { CallGate } from "../spending/call-gate.ts"
import type { LoadedFlow } from "./load-flow.ts"

export interface ExecutionRequest extends ExecutionOptions {
  /** Lines that may be in flight. */
  concurrency: number
  /** Somebody waits for it: it goes before lines of a batch. */
  interactive?: boolean
  /** See `RunOptions`. */
  weight?: number
  report(progress: Progress): void
  /** Asked before each call of a model. */
  gate?: CallGate
  overrides?: TestOptions["overrides"]
  nodes?: TestOptions["nodes"]
  inputs?: TestOptions["inputs"]
  tracing?: boolean
  live?: boolean
  /** Connections that the code made which calls the flow, by the names that `connections` uses for them. */
  given?: ReadonlyMap<string, Connection>
  /** Of a flow that Python code calls. */
  called?: CalledBy
}

/**
 * A flow that Python code calls as a function runs as if in the caller's process, as in the original: in its folder, with
 * its variables and not with the flow's own, by its interpreter; and without aggregation nodes.
 */
export interface CalledBy {
  interpreter: string
  /** The caller's: secrets that the flow meets are secrets of whoever calls it. */
  scrubber: Scrubber
}

/** The flow with what the request and its code's signatures say: what is planned, and what the snapshot holds. */
export function requestedFlow(
  chosen: Flow,
  {
    loaded,
    request,
    environment,
    signatures,
  }: {
    loaded: LoadedFlow
    request: ExecutionRequest
    environment: Record<string, string>
    signatures: ReadonlyMap<string, ToolSignature | Error>
  },
): Flow {
  switch (chosen.kind) {
    case "prompty":
      return promptyFlow(loaded, {
        env: environment,
        connection: request.connection,
        // a test's `init` lies over the front matter; a run keeps it, and leaves it at that, as the original does
        ...(request.interactive && request.init && { overrides: fromPlain(request.init) as Dict }),
      })
    case "flex":
      return withSignature(chosen, [...signatures.values()][0])
    case "dag":
      return applyOverrides(chosen, { connections: connectionOverrides(chosen, request) }, signatures)
  }
}

/** `--connection NAME` stands for the connection of every LLM node; overrides by node win over it. */
function connectionOverrides(flow: Flow, request: ExecutionRequest): Record<string, Record<string, string>> {
  const overrides: Record<string, Record<string, string>> = { ...request.connections }
  if (request.connection === undefined) return overrides
  for (const node of flow.nodes) {
    const asks = node.type === "llm" || (node.type === "custom_llm" && node.inputs.has("connection"))
    if (asks) overrides[node.name] = { connection: request.connection, ...overrides[node.name] }
  }
  return overrides
}
