import type { Connection, Model, ModelSource } from "@internal/schema"
import type { Scrubber } from "@internal/store"
import type { Progress } from "../api/execution.ts"
import type { Context } from "../context.ts"

export interface ModelSourceOptions {
  scrubber: Scrubber
  record: string | undefined
  replay: string | undefined
  report(progress: Progress): void
  /** Told of a connection before its model is called. */
  opened?(connection: Connection): void
}

const LOCAL = "LocalConnection"

/** Models by connection, each opened once; the providers' code is loaded at the first call that needs it. */
export function modelSource(context: Context, options: ModelSourceOptions): ModelSource {
  const models = new Map<string, Promise<Model>>()
  return {
    chat: (connection) => {
      let model = models.get(connection.name)
      if (!model) {
        options.opened?.(connection)
        model = import("./open-models.ts").then(({ openConnectionModel }) =>
          openConnectionModel(connection, context, options),
        )
        models.set(connection.name, model)
      }
      return model
    },
    async weights(connection, { ifThere = false } = {}) {
      if (connection.type !== LOCAL || options.replay !== undefined) return undefined
      const { weightsOf } = await import("./open-models.ts")
      return weightsOf(connection, context, { ...options, ifThere })
    },
  }
}
