import { readFile } from "node:fs/promises"
import { basename, dirname, resolve } from "node:path"
import {
  type Prompt,
  type PromptyCall,
  type PromptyHost,
  renderPrompty,
  shownPrompt,
  startPrompty,
} from "@internal/engine"
import { parsePrompty, promptySettings } from "@internal/flow"
import type { Caller } from "@internal/python"
import { className, MillraceError, type PromptySource, toMillraceError } from "@internal/schema"
import { type Dict, Json, parse, stringify, type Value } from "@internal/value"
import { folderReader } from "../flow/folder-reader.ts"
import { withConnection } from "./prompty-flow.ts"

/** What Python code asks for when it uses a prompty. Values travel as JSON text, so that 1.0 stays 1.0. */
interface Asked {
  /** Absolute. */
  path: string
  /** Fields over those of the front matter, `model` among them. */
  overrides: string
  /** Instead of `model.configuration`: what an object of a model configuration holds. */
  configuration: string | null
  inputs: string
  /** Variables of the Python process that the prompty may name. */
  env: Record<string, string>
  timeout: number | null
}

export interface PromptyAnswersOptions {
  host: Omit<PromptyHost, "env" | "bytes">
  signal: AbortSignal
  /** Answers instead of the prompty's own. */
  connection?: string
}

/** A prompty file with the fields of its front matter that are overridden. Fails as reading it does. */
export function loadPrompty(
  path: string,
  overrides: Dict,
  env: Readonly<Record<string, string | undefined>>,
): { source: PromptySource; folder: string } {
  const folder = dirname(path)
  const reader = folderReader(folder)
  const warn = () => {} // an unknown reference stays as it is, which the prompt shows
  const source = promptySettings(
    parsePrompty(reader, basename(path)),
    { env, read: (file) => reader.read(file), warn },
    overrides,
  )
  return { source, folder }
}

/**
 * Answers `Prompty.load(…)(…)` and its siblings in flow code. A failure is an answer too, with the name of the class that
 * the original raises. A stream is handed out piece by piece, as the code asks for it.
 */
export class PromptyAnswers {
  readonly #options: PromptyAnswersOptions
  readonly #streams = new Map<string, AsyncIterator<Value>>()

  constructor(options: PromptyAnswersOptions) {
    this.#options = options
  }

  async answer(kind: string, payload: unknown, caller: Caller): Promise<unknown> {
    try {
      return { value: await this.#answer(kind, payload, caller) }
    } catch (thrown) {
      const error = toMillraceError(thrown)
      return { error: { class: className(error), message: error.message, codes: error.original } }
    }
  }

  async #answer(kind: string, payload: unknown, caller: Caller): Promise<unknown> {
    if (kind === "prompty-next") return this.#next(String(payload))
    if (kind === "prompty-close") return this.#close(String(payload))
    const call = this.#call(payload as Asked, caller)
    switch (kind) {
      case "prompty":
        return this.#start(call)
      case "prompty-load":
        return call.source.name
      case "prompty-render":
        return shownPrompt(await renderPrompty(call))
      case "prompty-tokens":
        return countTokens(call.source, await renderPrompty(call))
    }
    throw new MillraceError("USAGE", { reason: `${kind} cannot be used from a tool yet.` })
  }

  #call({ path, overrides, configuration, inputs, env, timeout }: Asked, caller: Caller): PromptyCall {
    const { host, signal, connection } = this.#options
    const { source, folder } = loadPrompty(path, parse(overrides) as Dict, env)
    const configured = configuration ? { ...source, configuration: Json.ofText(configuration) } : source
    return {
      source: withConnection(configured, connection),
      inputs: parse(inputs) as Dict,
      host: { ...host, env, bytes: (file) => readFile(resolve(folder, file)) },
      signal,
      ...(timeout !== null && { timeout }),
      ended: ({ attempt: _, ...ended }) => caller.modelCall(ended),
    }
  }

  async #start(call: PromptyCall): Promise<unknown> {
    const result = await startPrompty(call)
    const isWhole = call.source.response === "all"
    if (result.kind === "value") return { whole: isWhole, result: stringify(result.value) }
    const id = crypto.randomUUID()
    this.#streams.set(id, result.parts[Symbol.asyncIterator]())
    return { whole: isWhole, stream: id }
  }

  /** The next piece of a stream; nothing at its end. */
  async #next(id: string): Promise<{ item?: string }> {
    const next = await this.#streams.get(id)?.next()
    if (next && !next.done) return { item: stringify(next.value) }
    this.#streams.delete(id)
    return {}
  }

  async #close(id: string): Promise<null> {
    await this.#streams.get(id)?.return?.()
    this.#streams.delete(id)
    return null
  }
}

/** Estimates the tokens of a prompt, and of the answer where `max_tokens` limits it (spec 1.4). */
export async function countTokens(source: PromptySource, prompt: Prompt): Promise<number> {
  const { estimateTokens } = await import("@internal/providers")
  return estimateTokens(source, prompt)
}
