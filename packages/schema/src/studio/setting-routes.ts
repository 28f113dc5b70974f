import { z } from "zod"
import { done, path, plain } from "./answers.ts"
import { inputPort, nodeModel } from "./flow-routes.ts"
import type { Route } from "./route.ts"

/** Secrets are masked. */
export const connectionInfo = z.looseObject({
  name: z.string(),
  type: z.string(),
  module: z.string(),
  createdDate: z.string(),
  lastModifiedDate: z.string(),
  fields: z.record(z.string(), z.string()),
  /** Names of the fields that are secret. */
  secrets: z.array(z.string()),
  /** Nodes that name it: flow and node. */
  usedBy: z.array(z.object({ flow: path, node: z.string() })),
})
export type StudioConnection = z.infer<typeof connectionInfo>
/** How a form for a type of connection is made. */
export const connectionSpec = z.object({
  type: z.string(),
  /** As a file says it: `azure_open_ai`. */
  word: z.string(),
  label: z.string(),
  fields: z.array(
    z.object({
      name: z.string(),
      secret: z.boolean(),
      required: z.boolean(),
      default: z.string().optional(),
    }),
  ),
  /** Any further fields may be given. */
  open: z.boolean(),
})
export type ConnectionSpec = z.infer<typeof connectionSpec>
const connectionFields = z.object({
  name: z.string().min(1),
  type: z.string(),
  configs: z.record(z.string(), z.string()),
  secrets: z.record(z.string(), z.string()),
})

export const runtimeInfo = z.looseObject({
  name: z.string(),
  interpreter: z.string(),
  version: z.string(),
  kind: z.enum(["system", "folder", "managed"]),
  /** Broken: the Python that it was made from is gone. */
  status: z.enum(["ready", "broken"]),
  current: z.boolean(),
  /** Requirement lines that were installed. */
  packages: z.array(z.string()).optional(),
  requirementsFile: z.string().optional(),
  created: z.string().optional(),
  updated: z.string().optional(),
})
export type StudioRuntime = z.infer<typeof runtimeInfo>

const installed = z.object({ name: z.string(), version: z.string() })
export const runtimeCheck = z.object({
  name: z.string(),
  version: z.string(),
  packages: z.array(installed),
  /** Requirement lines that it does not satisfy. */
  missing: z.array(z.string()),
  /** Its requirements file says something else than what was installed. */
  changed: z.boolean(),
  /** Null: not asked, or no index answered. */
  newer: z.array(installed.extend({ latest: z.string() })).nullable(),
})
export type RuntimeCheck = z.infer<typeof runtimeCheck>

export const sample = z.object({
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  kind: z.enum(["dag", "flex", "prompty"]),
  type: z.enum(["standard", "chat", "evaluation"]),
  tags: z.array(z.string()),
})
export type GallerySample = z.infer<typeof sample>

export const settingRoutes = {
  "session.open": {
    method: "POST",
    at: "/session",
    summary: "A session for the one-time token of the address that the command printed.",
    body: z.object({ token: z.string() }),
    answer: z.object({ session: z.string() }),
  },
  home: {
    method: "GET",
    at: "/home",
    summary: "What is opened, and where things are.",
    answer: z.object({
      folder: z.string(),
      home: z.string(),
      version: z.string(),
      /** The opened folder is itself a flow. */
      flow: path.nullable(),
    }),
  },
  doctor: {
    method: "GET",
    at: "/doctor",
    summary: "What this machine has and lacks; with a flow, what of it runs.",
    query: z.object({ flow: path.optional() }),
    answer: z.array(
      z.object({
        subject: z.string(),
        state: z.enum(["ok", "warning", "missing"]),
        detail: z.string(),
        fix: z.string().optional(),
      }),
    ),
  },
  "connections.list": {
    method: "GET",
    at: "/connections",
    summary: "Connections, secrets masked.",
    answer: z.array(connectionInfo),
  },
  "connections.specs": {
    method: "GET",
    at: "/connections/specs",
    summary: "The types there are.",
    answer: z.array(connectionSpec),
  },
  "connections.create": {
    method: "POST",
    at: "/connections",
    summary: "A new connection.",
    body: connectionFields,
    answer: connectionInfo,
  },
  "connections.update": {
    method: "PUT",
    at: "/connections/:name",
    summary: "Other values; secrets that are not named stay.",
    query: z.object({ name: z.string() }),
    body: z.object({
      configs: z.record(z.string(), z.string()).default({}),
      secrets: z.record(z.string(), z.string()).default({}),
      /** Names of values of a custom connection that are taken away. */
      remove: z.array(z.string()).default([]),
    }),
    answer: connectionInfo,
  },
  "connections.delete": {
    method: "DELETE",
    at: "/connections/:name",
    summary: "Deletes it.",
    query: z.object({ name: z.string() }),
    answer: done,
  },
  "connections.test": {
    method: "POST",
    at: "/connections/:name/test",
    summary: "Asks the service for something small; says what it answered.",
    query: z.object({ name: z.string() }),
    answer: z.object({
      ok: z.boolean(),
      /** What that is known of: the service took or refused the key; it is there; nothing. */
      proof: z.enum(["key", "address", "none"]),
      detail: z.string(),
      hint: z.string().optional(),
      models: z.array(z.string()).optional(),
    }),
  },
  "runtimes.list": {
    method: "GET",
    at: "/runtimes",
    summary: "Pythons that flows can run in.",
    answer: z.array(runtimeInfo),
  },
  "runtimes.get": {
    method: "GET",
    at: "/runtimes/:name",
    summary: "One, with its packages.",
    query: z.object({ name: z.string() }),
    answer: runtimeInfo,
  },
  "runtimes.create": {
    method: "POST",
    at: "/runtimes",
    summary: "Makes an environment; its events tell how it goes.",
    body: z.object({ name: z.string().min(1), requirements: path.optional(), python: z.string().optional() }),
    answer: z.object({ work: z.string() }),
  },
  "runtimes.check": {
    method: "GET",
    at: "/runtimes/:name/check",
    summary: "What is installed in one and what it lacks; `newer` asks the index of packages, too.",
    query: z.object({ name: z.string(), newer: z.enum(["true", "false"]).default("false") }),
    answer: runtimeCheck,
  },
  "runtimes.update": {
    method: "POST",
    at: "/runtimes/:name/update",
    summary: "The newest of what one requires; its events tell how it goes.",
    query: z.object({ name: z.string() }),
    answer: z.object({ work: z.string() }),
  },
  "runtimes.delete": {
    method: "DELETE",
    at: "/runtimes/:name",
    summary: "Deletes an environment.",
    query: z.object({ name: z.string() }),
    answer: done,
  },
  "models.list": {
    method: "GET",
    at: "/models",
    summary: "Models on this machine, without a key.",
    answer: z.array(z.looseObject({ name: z.string() })),
  },
  "models.pull": {
    method: "POST",
    at: "/models/:name/pull",
    summary: "Fetches one; its events tell how it goes.",
    query: z.object({ name: z.string() }),
    answer: z.object({ work: z.string() }),
  },
  "models.delete": {
    method: "DELETE",
    at: "/models/:name",
    summary: "Removes one from this machine.",
    query: z.object({ name: z.string() }),
    answer: done,
  },
  "gallery.list": {
    method: "GET",
    at: "/gallery",
    summary: "Samples and evaluations that come with Millrace.",
    answer: z.array(sample),
  },
  "gallery.get": {
    method: "GET",
    at: "/gallery/:name",
    summary: "A sample: what it says of itself, its ports, what it needs.",
    query: z.object({ name: z.string() }),
    answer: sample.extend({
      readme: z.string(),
      files: z.array(z.string()),
      needs: z.object({
        /** That its nodes name, and whether they are there. */
        connections: z.array(z.object({ name: z.string(), there: z.boolean() })),
        /** Lines of its requirements file. */
        packages: z.array(z.string()),
      }),
      inputs: z.array(inputPort),
      outputs: z.array(z.object({ name: z.string(), type: z.string() })),
      nodes: z.array(z.object({ name: z.string(), kind: z.string(), model: nodeModel.optional() })),
    }),
  },
  "data.list": {
    method: "GET",
    at: "/data",
    summary: "Data files below the opened folder, and uploaded ones.",
    query: z.object({ flow: path.optional() }),
    answer: z.array(z.object({ path, size: z.number(), updatedAt: z.number() })),
  },
  "data.upload": {
    method: "POST",
    at: "/data",
    summary:
      "Keeps a data file (csv, tsv, jsonl, json, txt, parquet) in `data` of the opened folder; a text under the ending of what it is.",
    query: z.object({ name: z.string() }),
    upload: true,
    answer: z.object({ path }),
  },
  "data.preview": {
    method: "GET",
    at: "/data/preview",
    summary: "The first rows of a data file, and its columns with what they seem to hold.",
    query: z.object({ path, limit: z.coerce.number().int().max(200).default(50) }),
    answer: z.object({
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
      rows: z.array(z.record(z.string(), plain)),
      /** Null when there are more than were counted. */
      total: z.number().nullable(),
      /** Cells at the beginning of each record of a csv or tsv that no column is named for. */
      leftOut: z.number(),
    }),
  },
} as const satisfies Record<string, Route>
