import type { FlowView } from "@internal/schema/studio"
import { call } from "../../api/call.ts"
import { shownError } from "../../api/shown-error.ts"
import { FollowedWork, type WorkOutcome } from "../../api/work.ts"
import { type Evaluation, endedNodes, inPlace, isOpen, lineOf, stopped, toldNodes } from "./evaluation.ts"
import type { Turn } from "./turn.ts"

/** Where turns are, and what is known of them is put. */
export interface TurnHolder {
  readonly view: FlowView
  readonly turns: readonly Turn[]
  change(id: number, change: Partial<Turn>): void
  subscribe(listener: () => void): () => void
}

/** What evaluates turns of a conversation in experiments: one turn after another, in the server's engine. */
export class Evaluations {
  readonly #conversation: TurnHolder
  #now: { turn: number; template: string; work?: FollowedWork; stopped: boolean } | undefined
  #isLeft = false

  constructor(conversation: TurnHolder) {
    this.#conversation = conversation
    conversation.subscribe(() => this.#look())
  }

  /** Evaluates turns, in the place of what this experiment has said of them before. */
  start(
    turns: readonly Turn[],
    asked: Pick<Evaluation, "template" | "inputs" | "ports">,
    nodes: string[],
  ): void {
    for (const turn of turns) {
      if (turn.evaluations?.some((one) => one.template === asked.template && isOpen(one))) continue
      const waiting = nodes.map((name) => ({ name, status: "waiting" as const }))
      this.#put(turn.id, { ...asked, status: "waiting", nodes: waiting })
    }
    this.#go()
  }

  /** Goes on with what was kept while it was under way. */
  resume(): void {
    this.#go()
  }

  async stop(turn: number, template: string): Promise<void> {
    const now = this.#now
    if (now?.turn !== turn || now.template !== template) {
      const waiting = this.#of(turn).find((one) => one.template === template)
      if (waiting) this.#put(turn, stopped(waiting))
      return
    }
    now.stopped = true
    await now.work?.giveUp()
  }

  /** The same again, say of an experiment that is no longer attached. */
  again(turn: number, template: string): void {
    const found = this.#of(turn).find((one) => one.template === template)
    if (!found || isOpen(found)) return
    const { error: _, ...known } = found
    const nodes = known.nodes.map(({ name }) => ({ name, status: "waiting" as const }))
    this.#put(turn, { ...known, status: "waiting", nodes })
    this.#go()
  }

  remove(turn: number, template: string): void {
    const others = this.#of(turn).filter((one) => one.template !== template)
    this.#conversation.change(turn, { evaluations: others })
  }

  /** The page is left, and what goes on is not waited for: who comes back follows it. */
  leave(): void {
    this.#isLeft = true
    this.#now?.work?.leave()
  }

  /** A turn that has been replaced takes its evaluation with it. */
  #look(): void {
    const now = this.#now
    if (!now || now.stopped || this.#conversation.turns.some(({ id }) => id === now.turn)) return
    void this.stop(now.turn, now.template).catch(() => {})
  }

  #go(): void {
    if (this.#now || this.#isLeft) return
    const found = this.#conversation.turns.flatMap((turn) =>
      (turn.evaluations ?? []).filter(isOpen).map((evaluation) => ({ turn, evaluation })),
    )
    const next = found.find(({ evaluation }) => evaluation.work) ?? found[0]
    if (!next) return
    const { turn, evaluation } = next
    this.#now = { turn: turn.id, template: evaluation.template, stopped: false }
    void this.#run(turn, evaluation)
      .catch((thrown): WorkOutcome => ({ error: thrown }))
      .then((outcome) => {
        if (this.#isLeft) return
        this.#ended(turn.id, evaluation.template, outcome)
        this.#now = undefined
        this.#go()
      })
  }

  async #run(turn: Turn, { template, inputs, ports, work: kept }: Evaluation): Promise<WorkOutcome> {
    if (kept !== undefined) {
      const outcome = await this.#follow(turn.id, template, kept)
      // the server has been started again: it is asked anew
      if (!outcome.error || shownError(outcome.error).code !== "WORK_NOT_FOUND") return outcome
    }
    this.#change(turn.id, template, { status: "running" })
    const { view } = this.#conversation
    const { work } = await call("experiments.evaluate", {
      body: { template, flow: view.path, inputs, turn: lineOf(view, turn, ports) },
    })
    this.#change(turn.id, template, { work })
    return this.#follow(turn.id, template, work)
  }

  async #follow(turn: number, template: string, work: string): Promise<WorkOutcome> {
    const followed = new FollowedWork(work, {
      told: (told) => {
        if (told.type !== "experiment-node") return
        const { nodes = [] } = this.#of(turn).find((one) => one.template === template) ?? {}
        this.#change(turn, template, { nodes: toldNodes(nodes, told as never) })
      },
    })
    const now = this.#now
    if (now) {
      now.work = followed
      if (now.stopped) await followed.giveUp() // it was asked for before there was a work
    }
    return followed.outcome
  }

  #ended(turn: number, template: string, { result, error }: WorkOutcome): void {
    const found = this.#of(turn).find((one) => one.template === template)
    if (!found) return
    const { work: _, ...known } = found
    if (this.#now?.stopped && !result) this.#put(turn, stopped(known))
    else if (error) this.#put(turn, { ...known, status: "failed", nodes: [], error: shownError(error) })
    else {
      const nodes = inPlace(endedNodes(result), known.nodes)
      const status = nodes.some((node) => node.status === "failed") ? "failed" : "done"
      this.#put(turn, { ...known, status, nodes })
    }
  }

  #of(turn: number): readonly Evaluation[] {
    return this.#conversation.turns.find(({ id }) => id === turn)?.evaluations ?? []
  }

  #put(turn: number, evaluation: Evaluation): void {
    const others = this.#of(turn)
    const at = others.findIndex(({ template }) => template === evaluation.template)
    const evaluations = at < 0 ? [...others, evaluation] : others.with(at, evaluation)
    this.#conversation.change(turn, { evaluations })
  }

  #change(turn: number, template: string, change: Partial<Evaluation>): void {
    const evaluation = this.#of(turn).find((one) => one.template === template)
    if (evaluation) this.#put(turn, { ...evaluation, ...change })
  }
}
