import { z } from "zod"
import { done, path, plain } from "./answers.ts"
import type { Route } from "./route.ts"
import { describedTool } from "./tool-signatures.ts"

export const flowKind = z.enum(["dag", "flex", "prompty"])
/** Standard, chat or evaluation: what a flow is for. */
export const flowType = z.enum(["standard", "chat", "evaluation"])

/** A flow in a list, read without running anything of it. */
export const flowSummary = z.object({
  path,
  name: z.string(),
  kind: flowKind,
  type: flowType,
  description: z.string(),
  /** Milliseconds since the epoch: when its file was made. */
  createdAt: z.number(),
  /** Likewise: the newest of its files. */
  updatedAt: z.number(),
  /** Its file could not be read: why. */
  problem: z.string().optional(),
  /** Lists leave it out, until they are asked for such too. */
  archived: z.literal(true).optional(),
})
export type FlowSummary = z.infer<typeof flowSummary>

/** A flow in the trash of the opened folder: `path` is where it was. */
export const deletedFlow = flowSummary.omit({ archived: true }).extend({
  /** Where it lies. */
  trash: path,
  /** Milliseconds since the epoch. */
  deletedAt: z.number(),
})
export type DeletedFlow = z.infer<typeof deletedFlow>

export const diagnostic = z.looseObject({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  hint: z.string().optional(),
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  /** In characters. */
  length: z.number().optional(),
})
export type FlowDiagnostic = z.infer<typeof diagnostic>

/** Of an LLM node, as the file says it: which connection, and which deployment or model. */
export const nodeModel = z.object({
  connection: z.string(),
  key: z.enum(["deployment_name", "model"]),
  name: z.string(),
})
export const inputPort = z.object({
  name: z.string(),
  type: z.string(),
  description: z.string().optional(),
  default: plain.optional(),
})
/** A flow as its files say, and what is wrong with them. */
export const flowView = z.object({
  path,
  name: z.string(),
  kind: flowKind,
  /** The flow's own file, relative to the flow's folder. */
  file: z.string(),
  isChat: z.boolean(),
  /** Which input takes the message, which one the history, and which output is the reply; null: no chat flow. */
  chatPorts: z.object({ input: z.string(), history: z.string(), output: z.string().optional() }).nullable(),
  /** How images stand in its values. */
  messageFormat: z.enum(["basic", "openai-vision"]),
  inputs: z.array(inputPort),
  /** Arguments of a flex flow's class. */
  init: z.array(inputPort),
  /**
   * What a flex flow or a prompty runs with where nothing is given; `only`: whatever is given, as a prompty that declares no
   * inputs does.
   */
  sample: z
    .object({
      inputs: z.record(z.string(), plain).optional(),
      init: z.record(z.string(), plain).optional(),
      only: z.boolean(),
    })
    .nullable(),
  outputs: z.array(z.object({ name: z.string(), type: z.string() })),
  nodes: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      variants: z.array(z.string()),
      defaultVariant: z.string().optional(),
      aggregation: z.boolean().optional(),
      model: nodeModel.optional(),
    }),
  ),
  diagnostics: z.array(diagnostic),
  /** What its tools take, so that the page can check what is typed. */
  signatures: z.array(describedTool),
  /** Whether its code may run: made here, or somebody has said so. */
  trusted: z.boolean(),
})
export type FlowView = z.infer<typeof flowView>

export const flowRoutes = {
  "flows.list": {
    method: "GET",
    at: "/flows",
    summary: "Flows below the opened folder, archived ones marked.",
    answer: z.array(flowSummary),
  },
  "flows.get": {
    method: "GET",
    at: "/flows/view",
    summary: "A flow and what is wrong with it. Runs no code.",
    query: z.object({ flow: path }),
    answer: flowView,
  },
  "flows.create": {
    method: "POST",
    at: "/flows",
    summary: "A new flow folder of a type, or of a kind that is no DAG.",
    body: z.object({ path, type: z.enum([...flowType.options, "flex", "prompty"]) }),
    answer: z.object({ path }),
  },
  "flows.clone": {
    method: "POST",
    at: "/flows/clone",
    summary: "A copy of a sample of the gallery, of a flow, or of what a run had of its flow.",
    body: z.object({
      path,
      from: z.union([
        z.object({ sample: z.string() }),
        z.object({ flow: path }),
        z.object({ run: z.string() }),
      ]),
    }),
    answer: z.object({ path }),
  },
  "flows.import": {
    method: "POST",
    at: "/flows/import",
    summary: "A flow folder from a zip file, which is the body.",
    query: z.object({ path }),
    upload: true,
    answer: z.object({ path, files: z.number() }),
  },
  "flows.download": {
    method: "GET",
    at: "/flows/zip",
    summary: "The flow folder as a zip file.",
    query: z.object({ flow: path }),
    answer: "file",
  },
  "flows.rename": {
    method: "POST",
    at: "/flows/rename",
    summary: "Moves a flow folder.",
    body: z.object({ flow: path, to: path }),
    answer: z.object({ path }),
  },
  "flows.delete": {
    method: "DELETE",
    at: "/flows",
    summary: "Moves a flow folder to the trash of the opened folder (`.millrace/trash`).",
    query: z.object({ flow: path }),
    answer: z.object({ trash: path }),
  },
  "flows.archive": {
    method: "POST",
    at: "/flows/archive",
    summary: "Hides a flow from lists. Nothing in its folder changes: that is kept in the home folder.",
    body: z.object({ flow: path }),
    answer: done,
  },
  "flows.restore": {
    method: "POST",
    at: "/flows/restore",
    summary: "Shows it again.",
    body: z.object({ flow: path }),
    answer: done,
  },
  "flows.deleted": {
    method: "GET",
    at: "/flows/deleted",
    summary: "Flows in the trash of the opened folder, newest first.",
    answer: z.array(deletedFlow),
  },
  "flows.undelete": {
    method: "POST",
    at: "/flows/undelete",
    summary: "Moves something from the trash to where it was, or to `to`, where nothing may be.",
    body: z.object({ trash: path, to: path.optional() }),
    answer: z.object({ path }),
  },
  "flows.purge": {
    method: "DELETE",
    at: "/flows/deleted",
    summary: "Deletes something of the trash for good.",
    query: z.object({ trash: path }),
    answer: done,
  },
  "flows.trust": {
    method: "POST",
    at: "/flows/trust",
    summary: "Says that the code of a folder may run.",
    body: z.object({ flow: path }),
    answer: done,
  },
  "flows.tools": {
    method: "GET",
    at: "/flows/tools",
    summary:
      "Package tools, and with a flow its own, as the original's metas. Imports code: the folder must be trusted. `careful`: of no Python in the folder, and of its own tools what their text says; imports nothing of it.",
    query: z.object({ flow: path.optional(), careful: z.literal("true").optional() }),
    answer: z.looseObject({}),
  },
  "flows.callTool": {
    method: "POST",
    at: "/flows/tools/call",
    summary: "What a dynamic list, or another function of a tool's input, answers (spec 6.4).",
    body: z.object({
      flow: path,
      scenario: z.enum(["dynamic_list", "generated_by", "reverse_generated_by"]),
      function: z.string(),
      inputs: z.record(z.string(), plain).default({}),
    }),
    answer: z.object({ value: plain }),
  },
} as const satisfies Record<string, Route>
