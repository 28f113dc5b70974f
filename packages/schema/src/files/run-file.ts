import { z } from "zod"

const texts = z.record(z.string(), z.string().nullable())

/** `run.yml` (spec 8.3). */
export const runFile = z
  .looseObject({
    $schema: z.string().optional(),
    name: z.string().describe("Name of the run, unique; made up if absent.").optional(),
    display_name: z
      .string()
      .describe("Name to show; ${run}, ${timestamp} and ${variant_id} are filled in.")
      .optional(),
    description: z.string().optional(),
    tags: texts.optional(),
    properties: texts.optional(),
    flow: z.string().describe("Folder or file of the flow, relative to this file."),
    data: z.string().describe("File or folder of rows: csv, tsv, json, jsonl.").optional(),
    run: z.string().describe("Name of a run whose inputs and outputs are used.").optional(),
    column_mapping: z
      .record(z.string(), z.unknown())
      .describe("Flow input: a value, ${data.column}, ${run.outputs.column} or ${run.inputs.column}.")
      .optional(),
    variant: z.string().describe("Variant to use, as ${node.variant}.").optional(),
    connections: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .describe("Node: connection, deployment_name, model or a connection input to use instead.")
      .optional(),
    environment_variables: z
      .union([z.record(z.string(), z.unknown()), z.string()])
      .describe("Variables, or the path of a dotenv file.")
      .optional(),
    init: z
      .union([z.record(z.string(), z.unknown()), z.string()])
      .describe("Arguments of a flex flow's class, or the path of a json file.")
      .optional(),
    runtime: z.string().describe("Used by the cloud service only.").optional(),
    resources: z.looseObject({}).describe("Used by the cloud service only.").optional(),
    identity: z.looseObject({}).describe("Used by the cloud service only.").optional(),
  })
  .describe("A run of a flow over rows of data.")
