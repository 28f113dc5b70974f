/** What is kept of the experiments of a flow: the one that is attached, and inputs by template. */
export interface KeptExperiment {
  template?: string
  inputs: Record<string, Record<string, unknown>>
}

export const NO_EXPERIMENT: KeptExperiment = { inputs: {} }

export function asKeptExperiment(value: unknown): KeptExperiment | null {
  if (typeof value !== "object" || value === null) return null
  const { template, inputs } = value as Partial<KeptExperiment>
  const kept = typeof inputs === "object" && inputs !== null ? { ...inputs } : {}
  return { ...(typeof template === "string" && { template }), inputs: kept }
}
