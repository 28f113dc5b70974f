/** What deciding on one node looks at. */
export interface ActivationState {
  hasActivate: boolean
  /** The node that `activate.when` refers to was bypassed. */
  sourceBypassed: boolean
  conditionMet: boolean
  /** One entry per input that refers to a node. */
  nodeInputs: readonly ("bypassed" | "ok")[]
}

/** The decision table of spec 3.4, asked when every dependency of the node has ended or was bypassed. */
export function decideActivation(state: ActivationState): "run" | "bypass" {
  if (state.hasActivate) return !state.sourceBypassed && state.conditionMet ? "run" : "bypass"
  const { nodeInputs } = state
  return nodeInputs.length > 0 && nodeInputs.every((input) => input === "bypassed") ? "bypass" : "run"
}
