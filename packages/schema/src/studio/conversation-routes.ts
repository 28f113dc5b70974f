import { z } from "zod"
import { done, path, plain } from "./answers.ts"
import type { Route } from "./route.ts"

const id = z.string().regex(/^[\w-]{1,64}$/)
const summary = z.object({
  id,
  /** How it began. */
  title: z.string().max(200),
  /** Turns that were said. */
  turns: z.number(),
  /** Milliseconds since the epoch. */
  updatedAt: z.number(),
})
export type ConversationSummary = z.infer<typeof summary>

/** Conversations with flows, as the page keeps them: what stands in one is the page's own. */
export const conversationRoutes = {
  "conversations.list": {
    method: "GET",
    at: "/conversations",
    summary: "Conversations with a flow, the one that was spoken in last first.",
    query: z.object({ flow: path }),
    answer: z.array(summary),
  },
  "conversations.get": {
    method: "GET",
    at: "/conversations/:id",
    summary: "A conversation; null where it is not kept (any more).",
    query: z.object({ id, flow: path }),
    answer: z.object({ content: plain }),
  },
  "conversations.keep": {
    method: "PUT",
    at: "/conversations/:id",
    summary:
      "Keeps a conversation in the home folder, in the place of what was kept of it. The oldest of a flow go.",
    query: z.object({ id, flow: path }),
    body: summary.pick({ title: true, turns: true }).extend({ content: plain }),
    answer: done,
  },
  "conversations.delete": {
    method: "DELETE",
    at: "/conversations/:id",
    summary: "Forgets a conversation.",
    query: z.object({ id, flow: path }),
    answer: done,
  },
  "conversations.settings": {
    method: "GET",
    at: "/conversation-settings",
    summary:
      "With what somebody talks to a flow: inputs, arguments, experiments; null where nothing is kept.",
    query: z.object({ flow: path }),
    answer: z.object({ content: plain }),
  },
  "conversations.keepSettings": {
    method: "PUT",
    at: "/conversation-settings",
    summary: "Keeps that in the home folder, for the next conversation with the flow.",
    query: z.object({ flow: path }),
    body: z.object({ content: plain }),
    answer: done,
  },
  "conversations.init": {
    method: "GET",
    at: "/conversation-init",
    summary:
      "Arguments of the flow's class, as the file says now that `flow test --ui --init FILE` named; null where none is named. An event of files tells that it has changed.",
    answer: z.object({ content: z.record(z.string(), plain).nullable() }),
  },
} as const satisfies Record<string, Route>
