import { z } from "zod"
import { done, path, plain } from "./answers.ts"
import { inputPort } from "./flow-routes.ts"
import type { Route } from "./route.ts"

/** An experiment template with a node of the flow that was asked about, as its file says it. */
export const experimentTemplate = z.object({
  /** The file. One that was named when the server was started may lie above the opened folder: `../x.exp.yaml`. */
  template: path,
  description: z.string().nullable(),
  inputs: z.array(inputPort),
  nodes: z.array(
    z.object({
      name: z.string(),
      type: z.enum(["flow", "command", "chat_group"]),
      /** What becomes of it when the flow has answered a turn. */
      part: z.enum(["answered", "runs", "left-out", "apart"]),
    }),
  ),
  /** What must be allowed before it runs: the template itself, and the folders of its flows. */
  asks: z.array(z.string()),
  /** Why it cannot be run. */
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
})
export type ExperimentTemplate = z.infer<typeof experimentTemplate>

export const experimentRoutes = {
  "experiments.list": {
    method: "GET",
    at: "/experiments",
    summary:
      "Experiment templates (`*.exp.yaml`) of the opened folder that have a node of a flow. Runs no code.",
    query: z.object({ flow: path }),
    answer: z.array(experimentTemplate),
  },
  "experiments.evaluate": {
    method: "POST",
    at: "/experiments/evaluate",
    summary:
      "Runs what of a template depends on a turn that its flow has answered, in an engine process. The work tells `experiment-node`s; its result has outputs, metrics and errors by node.",
    body: z.object({
      template: path,
      flow: path,
      /** Of the experiment; others are its defaults. */
      inputs: z.record(z.string(), plain).default({}),
      turn: z.object({
        /** All that the flow ran with. */
        inputs: z.record(z.string(), plain),
        outputs: plain,
        /** The test that it was. */
        run: z.string().optional(),
      }),
    }),
    answer: z.object({ work: z.string() }),
  },
  "experiments.trust": {
    method: "POST",
    at: "/experiments/trust",
    summary: "Says that a template, and the code of the flows that run with it on a turn of a flow, may run.",
    body: z.object({ template: path, flow: path }),
    answer: done,
  },
} as const satisfies Record<string, Route>
