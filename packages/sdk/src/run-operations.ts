import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { RunOperations } from "./api/runs.ts"
import type { Context } from "./context.ts"
import { followRun } from "./runs/follow-run.ts"
import { type RunFileOptions, readRunFile, runFields, withPathsThere } from "./runs/run-file.ts"
import { runInfo } from "./runs/run-info.ts"

/** The operations on runs. */
export function runOperations(context: Context): RunOperations {
  const runs = async () => (await context.store()).runs
  return {
    create: async (options) => (await import("./runs/create-run.ts")).createRun(context, options),
    createMany: async (options) => (await import("./groups/create-many.ts")).createMany(context, options),
    evaluateGroup: async (options) =>
      (await import("./groups/create-many.ts")).evaluateGroup(context, options),
    estimate: async (options) => (await import("./spending/estimate.ts")).estimate(context, options),
    resume: async (name, options) => (await import("./runs/resume-run.ts")).resumeRun(context, name, options),
    resumeGroup: async (group, options) =>
      (await import("./groups/resume-many.ts")).resumeMany(context, group, options),
    resumeFrom: async (options) => (await import("./runs/resume-from.ts")).resumeFrom(context, options),
    register: async (options) => (await import("./runs/register-run.ts")).registerRun(context, options),
    async list(options = {}) {
      const store = await runs()
      const records = await store.list({
        limit: options.limit ?? 50,
        ...(options.tests && { kind: "any" as const }),
        ...(options.archived && { archived: options.archived }),
        ...(options.group !== undefined && { group: options.group }),
        ...(options.run !== undefined && { run: options.run }),
        ...(options.before !== undefined && { before: (await store.get(options.before)).id }),
      })
      return Promise.all(records.map(async (record) => runInfo(record, await store.errorOf(record))))
    },
    async get(name) {
      const store = await runs()
      const record = await store.get(name)
      return runInfo(record, await store.errorOf(record))
    },
    details: async (name, options = {}) =>
      (await import("./runs/run-details.ts")).runDetails(context, name, options.limit),
    async lines(name, { status, ...page } = {}) {
      const lines = await (await runs()).lines(name, { ...page, ...(status && { status: [status].flat() }) })
      return lines.map(({ inputs, outputs, usage, line, status, error, startedAt, duration }) => ({
        line,
        status,
        inputs: inputs?.value ?? null,
        outputs: outputs?.value ?? null,
        error,
        startedAt,
        duration,
        tokens: usage.total_tokens,
      }))
    },
    async metrics(name) {
      const run = runInfo(await (await runs()).get(name), null)
      if (run.state !== "done") {
        throw new MillraceError("RUN_STATUS", {
          name,
          status: run.status,
          reason: "only a completed run has metrics",
        })
      }
      return run.metrics
    },
    follow: (name) => followRun(context, name),
    cancel: async (name, options) => (await runs()).ask(name, options?.now ? "stop" : "cancel"),
    pause: async (name) => (await runs()).ask(name, "pause"),
    async log(name) {
      const { outputPath } = await (await runs()).get(name)
      const path = outputPath === null ? undefined : join(outputPath, "logs.txt")
      return path && existsSync(path) ? readFile(path, "utf8") : ""
    },
    explain: async (name, options) =>
      (await import("./runs/explain-run.ts")).explainRun(context, name, options),
    compare: async (options) => (await import("./compare/compare-runs.ts")).compareRuns(context, options),
    writeComparison: async (comparison, file) =>
      (await import("./report/write-comparison.ts")).writeComparison(context, comparison, file),
    async update(name, changes) {
      const store = await runs()
      const { tags } = await store.get(name)
      // the original forgets the tags that are not named
      const kept = context.places.profile === "pf" ? {} : tags
      const { tags: changed, ...words } = changes
      const named = Object.entries({ ...kept, ...changed }).filter(
        (tag): tag is [string, string] => tag[1] !== null,
      )
      const merged = changed ? { ...words, tags: Object.fromEntries(named) } : words
      return runInfo(await store.update(name, merged), await store.error(name))
    },
    visualize: async (names, file) =>
      (await import("./report/write-report.ts")).writeReport(context, names, file),
    export: async (name, folder) => (await import("./export/export-run.ts")).exportRun(context, name, folder),
    exportTable: async (name, options) =>
      (await import("./export/export-table.ts")).exportTable(context, name, options),
    async archive(name) {
      const store = await runs()
      return runInfo(await store.archive(name), await store.error(name))
    },
    async restore(name) {
      const store = await runs()
      return runInfo(await store.restore(name), await store.error(name))
    },
    async olderThan(hours) {
      const limit = Date.now() - hours * 3_600_000
      const query = { archived: "include", limit: Number.MAX_SAFE_INTEGER } as const
      const old = (await (await runs()).list(query)).filter(
        (run) => run.createdAt < limit && run.state !== "running",
      )
      return old.map((run) => run.name).reverse()
    },
    async delete(name) {
      await (await runs()).delete(name)
    },
  }
}

export function readRunFileIn(
  { places: { cwd } }: Context,
  path: string | undefined,
  options?: RunFileOptions,
): ReturnType<typeof readRunFile> {
  const read =
    path === undefined ? runFields({}, cwd, options ?? {}) : readRunFile(resolve(cwd, path), options)
  return withPathsThere(read)
}
