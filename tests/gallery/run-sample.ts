import { existsSync, readdirSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Millrace, RunInfo } from "@internal/sdk"
import { openStore } from "@internal/store"
import { parse, type Value } from "@internal/value"
import { repository } from "../support/workspace.ts"
import { withPixels } from "./picture.ts"

export const gallery = join(repository, "gallery")

/** Folders of the gallery that hold a flow. */
export const samples = readdirSync(gallery, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && flowFile(entry.name) !== undefined)
  .map((entry) => entry.name)

/** A folder's flow file; of several prompties none is the folder's own. */
function flowFile(sample: string): string | undefined {
  const names = readdirSync(join(gallery, sample))
  const prompties = names.filter((name) => name.endsWith(".prompty"))
  const own = ["flow.dag.yaml", "flow.flex.yaml"].find((name) => names.includes(name))
  return own ?? (prompties.length === 1 ? prompties[0] : undefined)
}

/** Where a sample's recorded model answers lie; undefined when it needs no model. */
export function recordingsOf(sample: string): string | undefined {
  const folder = join(gallery, sample, "recordings")
  return existsSync(folder) ? folder : undefined
}

/**
 * What `expected.json` holds: the output for the inputs' defaults, outputs and metrics of the run in `run.yml`, and the
 * metrics of the evaluation that goes with the sample.
 */
export async function runSample(millrace: Millrace, sample: string): Promise<Map<string, Value>> {
  const replay = recordingsOf(sample)
  const test = await millrace.flows.test({
    flow: join(gallery, sample, flowFile(sample) ?? ""),
    output: false,
    replay,
  }).result
  if (test.error) throw new Error(test.error.message)
  const fromFile = await millrace.readRunFile(join(gallery, sample, "run.yml"))
  const run = await (await millrace.runs.create({ ...fromFile, replay })).result
  const evaluation = await evaluateSample(millrace, sample, run.name)
  return new Map<string, Value>([
    ["test", withPixels(test.output)],
    ["outputs", (await outputLines(run)).map((row) => withPixels(row, run.output))],
    ["metrics", new Map(Object.entries(run.metrics))],
    ...(evaluation ? [["evaluation", evaluation] as const] : []),
  ])
}

/** One run per variant of web-classification over all of its data, evaluated; metrics by variant. */
async function evaluateVariants(millrace: Millrace): Promise<Map<string, Value>> {
  const flow = join(gallery, "web-classification")
  const data = join(flow, "data.jsonl")
  const scores = new Map<string, Value>()
  for (const variant of ["variant_0", "variant_1"]) {
    const run = await millrace.runs.create({
      name: variant,
      flow,
      data,
      variant: `\${summarize_text_content.${variant}}`,
      columnMapping: { url: "${data.url}" },
      replay: recordingsOf("web-classification"),
    })
    await run.result
    const evaluation = await millrace.runs.create({
      name: `${variant}_scores`,
      flow: join(gallery, "eval-classification-accuracy"),
      data,
      run: variant,
      columnMapping: { groundtruth: "${data.answer}", prediction: "${run.outputs.category}" },
    })
    scores.set(variant, new Map(Object.entries((await evaluation.result).metrics)))
  }
  return scores
}

/** Evaluations that fit the runs of another sample, each with the columns that it takes. */
const EVALUATIONS: Record<string, { by: string; columnMapping: Record<string, string> }> = {
  "customer-intent-extraction": {
    by: "eval-basic",
    columnMapping: { groundtruth: "${data.intent}", prediction: "${run.outputs.intent}" },
  },
  "maths-to-code": {
    by: "eval-maths-to-code",
    columnMapping: { groundtruth: "${data.answer}", prediction: "${run.outputs.answer}" },
  },
  ner: {
    by: "eval-entity-match",
    columnMapping: { groundtruth: "${data.names}", entities: "${run.outputs.entities}" },
  },
}

/** Metrics of the evaluation of a run of the sample; undefined where the gallery has none for it. */
async function evaluateSample(
  millrace: Millrace,
  sample: string,
  run: string,
): Promise<Map<string, Value> | undefined> {
  if (sample === "web-classification") return evaluateVariants(millrace)
  const evaluation = EVALUATIONS[sample]
  if (!evaluation) return undefined
  const { by, columnMapping } = evaluation
  const data = join(gallery, sample, "data.jsonl")
  const scores = await millrace.runs.create({ flow: join(gallery, by), run, data, columnMapping })
  return new Map(Object.entries((await scores.result).metrics))
}

/** Metrics of the flex evaluation over a run of the flex flow, with an argument for its constructor. */
export async function evaluateTopics(millrace: Millrace): Promise<Map<string, Value>> {
  const flow = join(gallery, "flex-message-topic")
  const run = await millrace.runs.create({ name: "topics", flow, data: join(flow, "data.jsonl") })
  await run.result
  const evaluation = await millrace.runs.create({
    flow: join(gallery, "flex-eval-topic"),
    run: "topics",
    columnMapping: { topic: "${run.outputs.topic}", truth: "${run.inputs.topic}" },
    init: { ignored: "none" },
  })
  return new Map(Object.entries((await evaluation.result).metrics))
}

/** Rows of `flow_outputs/output.jsonl`, exact. */
async function outputLines(run: RunInfo): Promise<Value[]> {
  const text = await readFile(join(run.output, "output.jsonl"), "utf8")
  return text.trimEnd().split("\n").map(parse)
}

export async function expectedOf(sample: string): Promise<Value> {
  return parse(await readFile(join(gallery, sample, "expected.json"), "utf8"))
}

/** Per run of this home, what differs between its journal, folded again, and the tables. */
export async function differences(home: string): Promise<Record<string, string[]>> {
  await using store = await openStore({ home })
  const found: Record<string, string[]> = {}
  for (const { name } of await store.runs.list({ limit: 1000, archived: "include" }))
    found[name] = await store.runs.verify(name)
  return found
}
