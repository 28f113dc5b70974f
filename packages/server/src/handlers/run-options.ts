import { basename } from "node:path"
import { MillraceError } from "@internal/schema"
import type { Asked } from "@internal/schema/studio"
import type { EvaluateOptions, RunOptions } from "@internal/sdk"
import type { Studio } from "../studio.ts"
import { flowFolder } from "./flow-handlers.ts"

/** What a bulk test is asked, with paths of this machine. Its code runs, so the folder must be one that may. */
export function runOptions(
  { folder, trust }: Studio,
  { flow, data, evaluations: _evaluations, vary: _vary, tags, ...asked }: Asked<"runs.start">["body"],
): RunOptions & { name: string } {
  const path = folder.inside(flow)
  trust.need(flowFolder(path), flow)
  return { ...asked, name: newName(basename(path)), flow: path, data: folder.inside(data), tags }
}

/** An evaluation of a run that is there, over the data of that run where none of its own is named. */
export async function overRun(studio: Studio, run: string, asked: Asked<"runs.evaluate">["body"]) {
  const { data: own, ...options } = await evaluationOptions(studio, asked)
  const data = own ?? (await studio.api.runs.get(run)).data ?? undefined
  return { ...options, run, ...(data !== undefined && { data }) }
}

export async function evaluationOptions(
  { api, folder, trust }: Studio,
  { flow, data, ...asked }: Asked<"runs.evaluate">["body"],
): Promise<EvaluateOptions> {
  const from = { ...asked, ...(data !== undefined && { data: folder.inside(data) }) }
  if (typeof flow !== "string") {
    const sample = (await api.gallery.list()).find(({ name }) => name === flow.sample)
    if (!sample) throw new MillraceError("FLOW_NOT_FOUND", { path: flow.sample })
    return { ...from, flow: sample.folder }
  }
  const path = folder.inside(flow)
  trust.need(flowFolder(path), flow)
  return { ...from, flow: path }
}

/** A name of its own for a run: of its flow, and of when it began. */
export function newName(base: string): string {
  const stamp = new Date()
    .toISOString()
    .replaceAll(/[-:]/g, "")
    .replace("T", "_")
    .replace(/\.(\d+)Z/, "_$1")
  return `${base.replaceAll(/[^A-Za-z0-9_.-]+/g, "_")}_${stamp}`
}
