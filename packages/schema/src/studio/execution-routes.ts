import { z } from "zod"
import { done, errorRecord, path, plain } from "./answers.ts"
import type { Route } from "./route.ts"
import { runState } from "./run-routes.ts"

/** What a test is asked to do. */
export const testRequest = z.object({
  flow: path,
  inputs: z.record(z.string(), plain).default({}),
  /** This node alone. */
  node: z.string().optional(),
  /** These nodes alone, as a line runs them; `inputs` has what they need of others as `node.output[.property]`. */
  nodes: z.array(z.string()).optional(),
  /** Models tell their text as they think it. */
  live: z.boolean().optional(),
  /** Prompts, requests and answers are recorded. */
  tracing: z.boolean().optional(),
  /** Kept with the test: `tests.list` answers them. */
  properties: z.record(z.string(), plain).optional(),
  /** Variants by node. */
  variants: z.record(z.string(), z.string()).default({}),
  cache: z.enum(["use", "all", "default", "refresh", "off"]).default("default"),
  runtime: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  /** Arguments of a flex flow's class. */
  init: z.record(z.string(), plain).optional(),
})
export type TestRequest = z.input<typeof testRequest>

/** A test of a flow that the store has. */
export const flowTest = z.object({
  run: z.string(),
  /** The node that ran alone. */
  node: z.string().nullable(),
  /** The nodes that ran, where those were not all. */
  nodes: z.array(z.string()).nullable(),
  state: runState,
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  properties: z.record(z.string(), plain),
  /** The work of this server that it is: following that gives running text too. */
  work: z.string().nullable(),
})
export type FlowTest = z.infer<typeof flowTest>

/** How work of this server ended: the last line of its events. */
export const workEnd = z.object({
  type: z.literal("work-end"),
  result: plain.optional(),
  error: errorRecord.optional(),
})

export const executionRoutes = {
  "tests.start": {
    method: "POST",
    at: "/tests",
    summary: "Tests a flow or a node in an engine process. Its events are those of the run of that name.",
    body: testRequest,
    answer: z.object({ work: z.string() }),
  },
  "tests.list": {
    method: "GET",
    at: "/tests",
    summary:
      "Tests of a flow, by whatever program, newest first. Their events are those of the runs of their names.",
    query: z.object({ flow: path, limit: z.coerce.number().int().max(200).default(50) }),
    answer: z.array(flowTest),
  },
  "chats.open": {
    method: "POST",
    at: "/chats",
    summary:
      "Opens a conversation with a chat flow; it is open when the work has ended, whose result says with what `history` it begins. `ports`: which input takes the message, which one the history, and which output is the reply, where the flow is not marked so.",
    body: testRequest.omit({ node: true, nodes: true }).extend({
      ports: z
        .object({ input: z.string(), history: z.string().optional(), output: z.string().optional() })
        .optional(),
    }),
    answer: z.object({ chat: z.string(), work: z.string() }),
  },
  "chats.ask": {
    method: "POST",
    at: "/chats/:chat/turns",
    summary:
      "One turn; its events are the work's. Of the history, `keep` records stay: fewer than there are to say an earlier message otherwise.",
    query: z.object({ chat: z.string() }),
    body: z.object({
      message: plain,
      inputs: z.record(z.string(), plain).optional(),
      keep: z.number().int().nonnegative().optional(),
    }),
    answer: z.object({ work: z.string() }),
  },
  "chats.close": {
    method: "DELETE",
    at: "/chats/:chat",
    summary: "Ends a conversation.",
    query: z.object({ chat: z.string() }),
    answer: done,
  },
  "work.events": {
    method: "GET",
    at: "/work/:work/events",
    summary:
      "What a work of this server tells, from number `after` on: `{seq, event}` a line. Journal events as the journal has them; text that is on its way comes again after a reconnect. Ends with a `work-end`.",
    query: z.object({ work: z.string(), after: z.coerce.number().int().default(0) }),
    answer: "lines",
  },
  "work.cancel": {
    method: "DELETE",
    at: "/work/:work",
    summary: "Stops it: what is in flight may end; asked again, it is given up.",
    query: z.object({ work: z.string() }),
    answer: done,
  },
  events: {
    method: "GET",
    at: "/events",
    summary:
      "What changes, as it does: `{seq, event}` a line, from number `after` on (0: from now). `files` of the opened folder, `store` (runs, connections: ask again), `trust`.",
    query: z.object({ after: z.coerce.number().int().default(0) }),
    answer: "lines",
  },
} as const satisfies Record<string, Route>

export const studioEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello"), session: z.string() }),
  z.object({ type: z.literal("files"), paths: z.array(path) }),
  z.object({ type: z.literal("store") }),
  /** Runtimes have been made or deleted. */
  z.object({ type: z.literal("runtimes") }),
])
export type StudioEvent = z.infer<typeof studioEvent>
