import { resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { ExperimentRecord } from "@internal/store"
import type { ExperimentOperations, TestExperimentResult } from "./api/experiments.ts"
import type { Context } from "./context.ts"
import { WorkHandle } from "./handle.ts"

/** The operations on experiments; what does the work is loaded when it is asked for. */
export function experimentOperations(context: Context): ExperimentOperations {
  const stored = async () => (await context.store()).experiments
  const shown = async (record: ExperimentRecord) =>
    (await import("./experiment/experiment-info.ts")).experimentInfo(record)
  const created = async (template: string, name?: string) =>
    (await import("./experiment/create-experiment.ts")).createExperiment(context, template, name)
  const named = async ({
    name,
    template,
  }: {
    name?: string
    template?: string
  }): Promise<ExperimentRecord> => {
    if (name !== undefined) return (await stored()).get(name)
    if (template !== undefined) return created(template)
    const reason = "To start an experiment, one of [name, template] must be specified."
    throw new MillraceError("EXPERIMENT_STATE", { reason })
  }
  return {
    create: async ({ template, name }) => shown(await created(template, name)),
    async list(options = {}) {
      return Promise.all((await (await stored()).list({ limit: 50, ...options })).map(shown))
    },
    get: async (name) => shown(await (await stored()).get(name)),
    async start(options) {
      const record = await named(options)
      return (await import("./experiment/start-experiment.ts")).startExperiment(context, record, options)
    },
    async queue(options) {
      const { name } = await named(options)
      return shown(await (await stored()).queue(name))
    },
    async stop({ name, template }) {
      const store = await stored()
      if (name !== undefined) return shown(await store.stop(name))
      if (template === undefined) {
        const reason = "To stop an experiment, one of [name, file] must be specified."
        throw new MillraceError("EXPERIMENT_STATE", { reason })
      }
      const path = resolve(context.places.cwd, template)
      const record = await store.findByTemplate(path)
      if (!record) throw new MillraceError("EXPERIMENT_NOT_FOUND", { name: path })
      return shown(await store.stop(record.name))
    },
    describe: async ({ template, flow }) =>
      (await import("./experiment/describe-experiment.ts")).describeExperiment(context, template, flow),
    test: (options) =>
      new WorkHandle<TestExperimentResult>(
        crypto.randomUUID(),
        async (handle) =>
          (await import("./experiment/test-experiment.ts")).testExperiment(context, options, handle),
        options.signal,
      ),
  }
}
