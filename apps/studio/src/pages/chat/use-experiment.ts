import type { ExperimentTemplate, FlowView } from "@internal/schema/studio"
import { useMemo, useRef, useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import type { Conversation } from "./conversation.ts"
import type { KeptExperiment } from "./kept-experiment.ts"
import { sessionOf } from "./session-records.ts"
import type { SlashCommand } from "./slash-commands.ts"
import type { ChatPortNames, Turn } from "./turn.ts"
import type { TurnEvaluations } from "./turn-view.tsx"

/** The experiments of a flow, the one that is attached to its chat, and what evaluates turns in it. */
export interface UsedExperiment {
  /** Undefined while they are asked for. */
  templates: readonly ExperimentTemplate[] | undefined
  error: Error | null
  /** The name of the attached one, also where it is gone. */
  chosen: string
  attached: ExperimentTemplate | undefined
  inputs: Record<string, unknown>
  /** It can evaluate: it has further nodes, and nothing is wrong with it. */
  ready: boolean
  choose(template: string): void
  setInput(name: string, value: unknown): void
  /** Undefined where there is nothing to evaluate. */
  evaluateLast: (() => void) | undefined
  evaluateAll: (() => void) | undefined
  evaluate(turns: readonly Turn[]): void
  /** What is done once the code of the attached one may run: somebody is asked. */
  wanted: (() => void) | undefined
  answer(): void
}

/** Nodes that have something to say of an answer. */
export const nodesThatRun = ({ nodes }: ExperimentTemplate): string[] =>
  nodes.flatMap(({ name, part }) => (part === "runs" ? [name] : []))

export function useExperiment({
  view,
  conversation,
  ports,
  named,
  stored,
  keep,
}: {
  view: FlowView
  conversation: Conversation
  ports: ChatPortNames | undefined
  /** The one that the address attaches. */
  named: string | null
  stored: KeptExperiment
  keep(kept: KeptExperiment): void
}): UsedExperiment {
  const { data: templates, error } = useAnswer("experiments.list", { flow: view.path })
  const [changed, setChanged] = useState(false)
  const [wanted, setWanted] = useState<() => void>()
  const chosen = (changed ? undefined : named) ?? stored.template ?? ""
  const attached = templates?.find(({ template }) => template === chosen)
  const known = new Set(attached?.inputs.map(({ name }) => name))
  const kept = Object.entries(stored.inputs[chosen] ?? {})
  const inputs = Object.fromEntries(kept.filter(([name]) => known.has(name)))
  const ready = attached !== undefined && !attached.problem && nodesThatRun(attached).length > 0

  const evaluate = (turns: readonly Turn[]) => {
    if (!attached || !ready || !ports) return
    const { template } = attached
    const start = () =>
      conversation.evaluations.start(turns, { template, inputs, ports }, nodesThatRun(attached))
    if (attached.asks.length > 0) setWanted(() => start)
    else start()
  }
  const isAnswered = ({ status }: Turn) => status === "done"
  const all = ready && ports ? sessionOf(conversation.entries).filter(isAnswered) : []
  const last = ready && ports ? conversation.turns.findLast(isAnswered) : undefined
  return {
    templates,
    error,
    chosen,
    attached,
    inputs,
    ready,
    choose: (template) => {
      setChanged(true)
      keep({ ...stored, template })
    },
    setInput: (name, value) => {
      const { [name]: _, ...others } = inputs
      const next = value === undefined ? others : { ...others, [name]: value }
      keep({ ...stored, template: chosen, inputs: { ...stored.inputs, [chosen]: next } })
    },
    evaluateLast: last && (() => evaluate([last])),
    evaluateAll: all.length > 0 ? () => evaluate(all) : undefined,
    evaluate,
    wanted,
    answer: () => setWanted(undefined),
  }
}

/** What the buttons of an evaluation do; the same object as long as the conversation is. */
export function useTurnEvaluations(
  { evaluations }: Conversation,
  experiment: UsedExperiment,
): TurnEvaluations {
  const latest = useRef(experiment)
  latest.current = experiment
  return useMemo(
    () => ({
      stop: (turn, template) => void evaluations.stop(turn.id, template),
      again: (turn, template) => {
        if (latest.current.attached?.template === template) latest.current.evaluate([turn])
        else evaluations.again(turn.id, template)
      },
      remove: (turn, template) => evaluations.remove(turn.id, template),
    }),
    [evaluations],
  )
}

/** What the attached experiment adds to the commands. */
export function experimentCommands({ ready, evaluateLast, evaluateAll }: UsedExperiment): SlashCommand[] {
  if (!ready) return []
  return [
    {
      name: "eval",
      hint: "Evaluate every answer of this session in the experiment",
      disabled: !evaluateAll,
      run: () => evaluateAll?.(),
    },
    {
      name: "eval_last",
      hint: "Evaluate the last answer in the experiment",
      disabled: !evaluateLast,
      run: () => evaluateLast?.(),
    },
  ]
}
