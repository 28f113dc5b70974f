import type { Scrubber } from "@internal/store"
import { parse, toPlain, type Value } from "@internal/value"
import type { Context } from "../context.ts"
import type { ExecutionRequest } from "../flow/execution-request.ts"

/** Where the Python code that asks is: what it asks for happens there, as it does in the one process of the original. */
export interface Asker {
  cwd: string
  /** All its variables. */
  env: Record<string, string>
  /** Its Python. */
  interpreter: string
}

export interface ClientParts {
  context: Context
  /** Knows the secrets of whoever asks. */
  scrubber: Scrubber
  request: Pick<ExecutionRequest, "connection" | "record" | "replay" | "report" | "gate">
}

/** What every question about flows and runs holds. Values travel as JSON text, so that 1.0 stays 1.0. */
export interface Asked {
  asker: Asker
  arguments: string
  /** Settings of the client that asks, which go before those of the files. */
  settings?: Record<string, string>
}

export interface Arguments {
  context: Context
  asker: Asker
  exact: ReadonlyMap<string, Value>
  plain: Record<string, unknown>
}

export function readAsked(asked: Asked, context: Context): Arguments {
  const { asker } = asked
  const exact = parse(asked.arguments) as Map<string, Value> // the client sends a dict
  return {
    context: context.within(asker.cwd, asker.env, asked.settings),
    asker,
    exact,
    plain: toPlain(exact) as Record<string, unknown>,
  }
}
