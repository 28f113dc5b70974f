import { z } from "zod"
import { done, errorRecord, path, plain, usage } from "./answers.ts"
import type { Route } from "./route.ts"

export const runState = z.enum(["running", "done", "failed", "crashed", "cancelled", "interrupted"])
export const runInfo = z.looseObject({
  name: z.string(),
  kind: z.enum(["batch", "test"]),
  state: runState,
  status: z.string(),
  createdOn: z.string(),
  startedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  displayName: z.string(),
  description: z.string().nullable(),
  tags: z.record(z.string(), z.string()).nullable(),
  archived: z.boolean(),
  properties: z.record(z.string(), plain),
  flowName: z.string(),
  /** Of the flow below the opened folder; null when it is elsewhere. */
  flow: path.nullable(),
  data: z.string().nullable(),
  /** Of the data below the opened folder; null when they are elsewhere, or gone. */
  dataPath: path.nullable(),
  /** The run that it evaluates. */
  run: z.string().nullable(),
  error: errorRecord.nullable(),
  counts: z.object({
    total: z.number().nullable(),
    done: z.number(),
    failed: z.number(),
    crashed: z.number(),
    cancelled: z.number(),
  }),
  usage,
  /** US dollars; null where a model has no price. */
  cost: z.number().nullable(),
  metrics: z.record(z.string(), plain),
})
export type StudioRun = z.infer<typeof runInfo>

export const lineStatus = z.enum(["done", "failed", "crashed", "cancelled"])
export const runLine = z.object({
  line: z.number(),
  status: lineStatus,
  inputs: plain,
  outputs: plain,
  error: errorRecord.nullable(),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  /** Milliseconds. */
  duration: z.number(),
  tokens: z.number(),
})
export type StudioLine = z.infer<typeof runLine>

const mapping = z.record(z.string(), plain)
/** An evaluation that follows on a run. */
export const evaluation = z.object({
  /** A flow below the opened folder, or a sample of the gallery. */
  flow: z.union([path, z.object({ sample: z.string() })]),
  columnMapping: mapping.default({}),
  /** Connections of its nodes: `{ node: { connection, deployment_name } }`. */
  connections: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  data: path.optional(),
})
export const runRequest = z.object({
  flow: path,
  /** Of a file below the opened folder, or one that was uploaded. */
  data: path,
  columnMapping: mapping.default({}),
  /** Arguments of a flex flow's class. */
  init: z.record(z.string(), plain).optional(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  tags: z.record(z.string(), z.string()).default({}),
  /** Variants to run, as `${node.variant}` beside the defaults; none: the defaults alone. */
  vary: z.array(z.string()).default([]),
  evaluations: z.array(evaluation).default([]),
  concurrency: z.number().int().positive().optional(),
  limit: z.number().int().positive().optional(),
  runtime: z.string().optional(),
  maxCost: z.number().positive().optional(),
  maxTokens: z.number().int().positive().optional(),
  cache: z.enum(["use", "all", "default", "refresh", "off"]).optional(),
})
export type RunRequest = z.input<typeof runRequest>

const name = z.object({ name: z.string() })

export const runRoutes = {
  "runs.list": {
    method: "GET",
    at: "/runs",
    summary: "Runs, newest first, by key: those before the run named `before`.",
    query: z.object({
      limit: z.coerce.number().int().max(5000).default(200),
      before: z.string().optional(),
      archived: z.enum(["only", "include"]).optional(),
      /** Tests of flows and nodes too. */
      tests: z.enum(["include"]).optional(),
      flow: path.optional(),
      /** With `flow`: runs of other flows that evaluate those too, beside the limit. */
      evaluations: z.enum(["include"]).optional(),
      /** Runs of this group, and evaluations of them. */
      group: z.string().optional(),
      /** Evaluations of this run alone. */
      run: z.string().optional(),
    }),
    answer: z.array(runInfo),
  },
  "runs.get": { method: "GET", at: "/runs/:name", summary: "A run.", query: name, answer: runInfo },
  "runs.start": {
    method: "POST",
    at: "/runs",
    summary: "Starts a bulk test, each variant a run, and evaluations over them, in processes of their own.",
    body: runRequest,
    answer: z.object({ work: z.string(), runs: z.array(z.string()), group: z.string().optional() }),
  },
  "runs.evaluate": {
    method: "POST",
    at: "/runs/:name/evaluations",
    summary: "A new evaluation of a run; the run is not run again.",
    query: name,
    body: evaluation,
    answer: z.object({ run: z.string(), work: z.string() }),
  },
  "runs.estimate": {
    method: "POST",
    at: "/runs/estimate",
    summary: "What a bulk test would come to, with its evaluations: tries three rows.",
    body: runRequest,
    answer: z.object({ work: z.string() }),
  },
  "runs.estimateEvaluation": {
    method: "POST",
    at: "/runs/:name/evaluations/estimate",
    summary: "What a new evaluation of a run would come to: tries three of its lines.",
    query: name,
    body: evaluation,
    answer: z.object({ work: z.string() }),
  },
  "runs.lines": {
    method: "GET",
    at: "/runs/:name/lines",
    summary: "Ended lines after a number, in order.",
    query: name.extend({
      after: z.coerce.number().int().default(-1),
      limit: z.coerce.number().int().max(5000).default(200),
      /** One state, or several with commas between. */
      status: z
        .string()
        .transform((text) => text.split(","))
        .pipe(z.array(lineStatus))
        .optional(),
    }),
    answer: z.array(runLine),
  },
  "runs.events": {
    method: "GET",
    at: "/runs/:name/events",
    summary:
      "The journal of a run from number `after` on, one event a line; goes on while it runs. `line`: of this line alone, or of what runs over all lines.",
    query: name.extend({
      after: z.coerce.number().int().default(0),
      line: z.union([z.literal("aggregation"), z.coerce.number().int()]).optional(),
    }),
    answer: "lines",
  },
  "runs.log": {
    method: "GET",
    at: "/runs/:name/log",
    summary: "Its log.",
    query: name,
    answer: z.object({ text: z.string() }),
  },
  "runs.files": {
    method: "GET",
    at: "/runs/:name/files",
    summary: "The flow's files as they were when it ran.",
    query: name,
    answer: z.array(z.object({ path, text: z.string().nullable() })),
  },
  "runs.image": {
    method: "GET",
    at: "/runs/:name/image",
    summary: "An image that a line has, by its path there: of the run's folder, or below the opened one.",
    query: name.extend({ path: z.string() }),
    answer: "file",
  },
  "runs.export": {
    method: "GET",
    at: "/runs/:name/export",
    summary: "Its lines as a file.",
    query: name.extend({ format: z.enum(["jsonl", "csv", "parquet", "html"]) }),
    answer: "file",
  },
  "runs.compare": {
    method: "POST",
    at: "/runs/compare",
    summary:
      "Runs against the first: metrics with intervals, verdict, rows that changed. Aggregations of evaluations are run again on resampled rows, where their folders are trusted.",
    body: z.object({
      runs: z.array(z.string()).min(2),
      segment: z.string().optional(),
      score: z.string().optional(),
    }),
    answer: z.looseObject({}),
  },
  "runs.cancel": {
    method: "POST",
    at: "/runs/:name/cancel",
    summary: "Ends it.",
    query: name,
    body: z.object({ now: z.boolean().default(false) }),
    answer: done,
  },
  "runs.pause": {
    method: "POST",
    at: "/runs/:name/pause",
    summary: "Ends it, to go on later.",
    query: name,
    answer: done,
  },
  "runs.resume": {
    method: "POST",
    at: "/runs/:name/resume",
    summary: "Goes on with it.",
    query: name,
    body: z.object({
      failed: z.enum(["operational", "all"]).optional(),
      acceptChanges: z.boolean().default(false),
    }),
    answer: z.object({ work: z.string() }),
  },
  "runs.update": {
    method: "PUT",
    at: "/runs/:name",
    summary: "Its words.",
    query: name,
    body: z.object({
      displayName: z.string().optional(),
      description: z.string().optional(),
      /** Those that are not named stay; null takes one away. */
      tags: z.record(z.string(), z.string().nullable()).optional(),
    }),
    answer: runInfo,
  },
  "runs.archive": {
    method: "POST",
    at: "/runs/:name/archive",
    summary: "Hides it.",
    query: name,
    answer: runInfo,
  },
  "runs.restore": {
    method: "POST",
    at: "/runs/:name/restore",
    summary: "Shows it again.",
    query: name,
    answer: runInfo,
  },
  "runs.delete": { method: "DELETE", at: "/runs/:name", summary: "Deletes it.", query: name, answer: done },
} as const satisfies Record<string, Route>
