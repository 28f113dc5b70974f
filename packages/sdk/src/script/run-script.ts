import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { delimiter, dirname, resolve } from "node:path"
import { createInterface } from "node:readline"
import type { Readable, Writable } from "node:stream"
import { pythonFiles } from "@internal/python"
import { MillraceError, originalClass, toMillraceError } from "@internal/schema"
import { fromPlain, parse, stringify, toPlain } from "@internal/value"
import type { ScriptOptions } from "../api/script.ts"
import type { Context } from "../context.ts"
import { inheritedEnvironment } from "../flow/environment.ts"
import { chooseRuntime } from "../flow/runtime.ts"
import { scriptAnswers } from "./script-answers.ts"

/** Where a script finds the two ends of its way to the engine: what it asks, and what it is answered. */
const DESCRIPTORS = "PROMPTFLOW_ENGINE_DESCRIPTORS"

/**
 * Runs a Python script in which `promptflow` is Millrace: `PFClient`, `load_flow`, `Prompty` ask this process over two
 * pipes. Answers the script's exit code. Rejects with `FILE_NOT_FOUND`, or as finding an interpreter does.
 */
export async function runScript(context: Context, options: ScriptOptions): Promise<number> {
  const { places } = context
  const script = resolve(places.cwd, options.script)
  if (!existsSync(script)) {
    throw new MillraceError("FILE_NOT_FOUND", { path: script, reason: "It should be a Python script." })
  }
  const runtime = await chooseRuntime(context, dirname(script), {
    ...options,
    report: options.report ?? (() => {}),
  })
  const env = inheritedEnvironment(places.env)
  const path = [pythonFiles().shim, env.PYTHONPATH].filter(Boolean).join(delimiter)
  const child = spawn(runtime.pool.interpreter, [script, ...(options.args ?? [])], {
    cwd: places.cwd,
    env: { ...env, PYTHONPATH: path, [DESCRIPTORS]: "3,4" },
    stdio: ["inherit", "inherit", "inherit", "pipe", "pipe"],
    ...(options.signal && { signal: options.signal }),
  })
  // the fourth and fifth are pipes, as they were asked for
  const [, , , questions, answers] = child.stdio as unknown as [null, null, null, Readable, Writable]
  answers.on("error", () => {}) // the script has ended
  const gone = new AbortController()
  await using answer = scriptAnswers(context, options, gone.signal)
  createInterface({ input: questions }).on("line", (line) => {
    void answered(line, answer.to).then((text) => answers.write(`${text}\n`))
  })
  return await new Promise<number>((done, fail) => {
    child.on("error", fail)
    child.on("close", (code, signal) => done(code ?? (signal ? 1 : 0)))
  }).finally(() => gone.abort())
}

/** One question as a line, its answer as a line: a value, or an error with the name of the original's class. */
async function answered(
  line: string,
  to: (kind: string, payload: unknown) => Promise<unknown>,
): Promise<string> {
  try {
    const { kind, payload } = toPlain(parse(line)) as { kind: string; payload: Record<string, unknown> }
    const value = await to(kind, payload)
    return stringify(fromPlain({ error: null, class: null, value: value ?? null }))
  } catch (thrown) {
    const error = toMillraceError(thrown)
    const name = originalClass(error.original)
    return stringify(fromPlain({ error: error.message, class: name, value: null }))
  }
}
