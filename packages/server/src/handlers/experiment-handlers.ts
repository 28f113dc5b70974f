import { existsSync, realpathSync } from "node:fs"
import { MillraceError } from "@internal/schema"
import type { ExperimentTemplate } from "@internal/schema/studio"
import { type ExperimentDescription, plainData } from "@internal/sdk"
import { findTemplates, templateNamed } from "../folder/find-templates.ts"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"
import { flowFolder } from "./flow-handlers.ts"

type Operations = "experiments.list" | "experiments.evaluate" | "experiments.trust"

export const experimentHandlers: Handlers<Operations> = {
  async "experiments.list"(studio, { query }) {
    const flow = studio.folder.inside(query.flow)
    const found = await findTemplates(studio, flow, flowFolder(flow))
    return found.map(({ name, description }): ExperimentTemplate => {
      const { description: text, inputs, nodes, problem } = description
      return {
        template: name,
        description: text,
        inputs: plainData(inputs) as ExperimentTemplate["inputs"],
        nodes: nodes.map((node) => ({ name: node.name, type: node.type, part: node.part })),
        asks: untrusted(studio, description).map((path) => studio.folder.named(path) ?? path),
        ...(problem && { problem }),
      }
    })
  },
  async "experiments.evaluate"(studio, { body: { template, flow, inputs, turn } }) {
    const asked = { template: templateNamed(studio, template), flow: studio.folder.inside(flow) }
    const [first] = untrusted(studio, await described(studio, asked))
    if (first !== undefined)
      throw new MillraceError("FOLDER_UNTRUSTED", { path: studio.folder.named(first) ?? first })
    const { run, ...line } = turn
    const answered = { ...line, flow: asked.flow, ...(run !== undefined && { run }) }
    const options = { template: asked.template, inputs, answered }
    return { work: studio.works.start(studio.engines.tests, "experiments.test", options).work }
  },
  async "experiments.trust"(studio, { body: { template, flow } }) {
    const asked = { template: templateNamed(studio, template), flow: studio.folder.inside(flow) }
    for (const path of untrusted(studio, await described(studio, asked))) studio.trust.add(path)
    return { ok: true }
  },
}

async function described(
  { api }: Studio,
  asked: { template: string; flow: string },
): Promise<ExperimentDescription> {
  const description = await api.experiments.describe(asked)
  const { problem } = description
  if (!problem) return description
  const { code, message, hint } = problem
  throw new MillraceError(code as "EXPERIMENT_INVALID", {}, { message, ...(hint && { hint }) })
}

/**
 * What of it nobody has allowed: its own file, which says with what environment and connections flows run, and the folders of
 * the flows that would.
 */
function untrusted({ trust }: Studio, { path, nodes }: ExperimentDescription): string[] {
  const flows = nodes.filter(({ part }) => part === "runs").flatMap(({ flows: all }) => all)
  return [...new Set([path, ...flows.map(folderOfFlow)])].filter((one) => !trust.has(one))
}

/** Where its files are: a link in a folder that is allowed may lead to one that is not. */
function folderOfFlow(path: string): string {
  const folder = flowFolder(path)
  return existsSync(folder) ? realpathSync.native(folder) : folder
}
