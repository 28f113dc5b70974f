import { Scrubber } from "@internal/store"
import type { ScriptOptions } from "../api/script.ts"
import type { Context } from "../context.ts"
import { toolAnswers } from "../flow/tool-answers.ts"
import { ImageFolder } from "../media/image-folder.ts"

/** Answers what a script outside a flow asks of the engine: the same as a flow's code. `stop` is aborted with the script. */
export function scriptAnswers(
  context: Context,
  options: ScriptOptions,
  stop: AbortSignal,
): AsyncDisposable & { to(kind: string, payload: unknown): Promise<unknown> } {
  const images = new ImageFolder(context, context.places.cwd)
  const request = {
    flow: "",
    concurrency: 1,
    report: options.report ?? (() => {}),
    ...(options.connection !== undefined && { connection: options.connection }),
    ...(options.record !== undefined && { record: options.record }),
    ...(options.replay !== undefined && { replay: options.replay }),
  }
  const tools = toolAnswers(context, new Scrubber(), request, images)
  return {
    to: (kind, payload) => tools.answer(kind, payload, { modelCall: () => {}, signal: stop }),
    async [Symbol.asyncDispose]() {
      await tools[Symbol.asyncDispose]()
      images[Symbol.dispose]()
    },
  }
}
