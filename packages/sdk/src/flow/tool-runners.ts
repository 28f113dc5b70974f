import { entrySource, type Flow, toolSources } from "@internal/flow"
import { openPythonPool, type PythonPool } from "@internal/python"
import type { ToolRunner, ToolSignature } from "@internal/schema"
import type { Scrubber } from "@internal/store"
import type { Context } from "../context.ts"
import { JavascriptRunner } from "../javascript/javascript-runner.ts"
import type { ImageFolder } from "../media/image-folder.ts"
import type { ExecutionRequest } from "./execution-request.ts"
import type { LoadedFlow } from "./load-flow.ts"
import { chooseRuntime, runtimeOf } from "./runtime.ts"
import type { ToolAnswers } from "./tool-answers.ts"

/** What runs a flow's code; undefined where it has none of the language. */
export interface ToolRunners extends AsyncDisposable {
  readonly python: PythonPool | undefined
  readonly javascript: ToolRunner | undefined
  /** The interpreter as the screen shows it. */
  readonly runtime: string | undefined
  /** Of each node with code, or why its code could not be read. */
  readonly signatures: Map<string, ToolSignature | Error>
}

/** Finds the interpreter, starts what runs the flow's code, and imports that code. */
export async function openToolRunners(
  flow: Flow,
  parts: {
    context: Context
    request: ExecutionRequest
    loaded: LoadedFlow
    environment: Record<string, string>
    answers: ToolAnswers
    images: ImageFolder
    secrets: Scrubber
  },
): Promise<ToolRunners> {
  const { context, request, loaded, environment, answers, images, secrets } = parts
  const folder = loaded.reader.root
  await using opened = new AsyncDisposableStack()
  const sources = toolSources(flow)
  const pythonSources = sources.filter(({ node }) => languageOf(flow, node) === "python")
  const scriptSources = sources.filter(({ node }) => languageOf(flow, node) === "javascript")

  const { called } = request
  const runtime =
    pythonSources.length === 0
      ? undefined
      : called
        ? runtimeOf(context, called.interpreter)
        : await chooseRuntime(context, loaded.folder, request)
  const python =
    runtime &&
    opened.use(
      openPythonPool({
        ...runtime.pool,
        folder,
        ...(called && { cwd: context.places.cwd }),
        environment,
        ask: answers.answer,
        modelCalls: request.replay ? "replay" : request.record ? "record" : "report",
        media: images,
        lines: request.concurrency,
        ...(context.places.profile === "pf" && {
          onOutput: (_: string, text: string) => request.report({ type: "log", text: secrets.text(text) }),
        }),
      }),
    )
  const javascript =
    scriptSources.length > 0 ? opened.use(new JavascriptRunner({ folder, environment })) : undefined

  const signatures = new Map<string, ToolSignature | Error>()
  await describe(python, pythonSources, signatures)
  await describe(javascript, scriptSources, signatures)
  const runners = opened.move()
  return {
    python,
    javascript,
    runtime: runtime?.name,
    signatures,
    [Symbol.asyncDispose]: () => runners.disposeAsync(),
  }
}

function languageOf(flow: Flow, node: string): "python" | "javascript" {
  const entry = entrySource(flow)
  if (entry) return entry.language
  const type = flow.nodes.find((n) => n.name === node)?.type
  return type === "javascript" || type === "typescript" ? "javascript" : "python"
}

async function describe(
  runner: ToolRunner | undefined,
  sources: ReturnType<typeof toolSources>,
  signatures: Map<string, ToolSignature | Error>,
): Promise<void> {
  if (!runner || sources.length === 0) return
  const answers = await runner.prepare(sources.map(({ source }) => source))
  for (const [i, answer] of answers.entries()) signatures.set(sources[i]?.node as string, answer)
}
