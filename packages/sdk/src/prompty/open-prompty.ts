import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import {
  callPrompty,
  type PromptyCall,
  renderPrompty,
  shownPrompt,
  startPrompty,
  systemClock,
} from "@internal/engine"
import { Scrubber } from "@internal/store"
import { type Dict, fromPlain, toPlain } from "@internal/value"
import type { Prompty, PromptyCallOptions, PromptyOptions } from "../api/prompty.ts"
import type { Context } from "../context.ts"
import { limiterOf } from "../limiter.ts"
import { modelSource } from "../models/model-source.ts"
import { countTokens, loadPrompty } from "./answer-prompty.ts"
import { withConnection } from "./prompty-flow.ts"

/** Loads a prompty file for calls from TypeScript. Fails as reading it does. */
export function openPrompty(context: Context, path: string, options: PromptyOptions = {}): Prompty {
  const { places } = context
  const { model, fields, connection, record, replay, env = places.env } = options
  const overrides = fromPlain({ ...fields, ...(model && { model }) }) as Dict
  const loaded = loadPrompty(resolve(places.cwd, path), overrides, env)
  const source = withConnection(loaded.source, connection)
  const scrubber = new Scrubber()
  const host = {
    models: modelSource(context, { scrubber, record, replay, report: () => {} }),
    connections: context.connections(scrubber),
    limiter: limiterOf(context, { interactive: true }),
    clock: systemClock,
    env,
    bytes: (file: string) => readFile(resolve(loaded.folder, file)),
    secrets: (values: string[]) => scrubber.add(values),
  }
  const call = (
    inputs: Record<string, unknown> = {},
    { signal, timeout }: PromptyCallOptions = {},
  ): PromptyCall => ({
    source,
    inputs: fromPlain(inputs) as Dict,
    host,
    signal: signal ?? new AbortController().signal,
    ...(timeout !== undefined && { timeout }),
  })
  return {
    name: source.name,
    inputs: source.inputs.map(({ name, default: given }) => ({
      name,
      ...(given && { default: toPlain(given.value) }),
    })),
    call: async <Answer>(inputs?: Record<string, unknown>, options?: PromptyCallOptions) => {
      const { value } = await callPrompty(call(inputs, options))
      return toPlain(value) as Answer // what the prompty's author knows of its answers
    },
    stream: (inputs, options) => parts(call(inputs, options)),
    render: async (inputs) => shownPrompt(await renderPrompty(call(inputs))),
    estimateTokenCount: async (inputs) => countTokens(source, await renderPrompty(call(inputs))),
  }
}

async function* parts(call: PromptyCall): AsyncGenerator<unknown> {
  const result = await startPrompty(call)
  if (result.kind === "value") yield toPlain(result.value)
  else for await (const part of result.parts) yield toPlain(part)
}
