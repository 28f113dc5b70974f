import type { Case } from "./case.ts"
import { aggregation, columns, data, join, variants } from "./families/bulk.ts"
import { casts, literals, prompts } from "./families/casting.ts"
import { activation, dag, grammar, outputs, references } from "./families/graph.ts"
import { model } from "./families/model.ts"
import { connections, environment } from "./families/settings.ts"
import { failing, singleNode, staticErrors, toolKinds } from "./families/tools.ts"
import { Random } from "./random.ts"

/** Raised whenever a change below makes another case for the same seed; stored answers name it. */
export const generatorVersion = 1

type Family = (random: Random, id: string) => Case

/** Families of cases and how many of each a full set holds. */
export const families: Record<string, { make: Family; count: number }> = {
  dag: { make: dag, count: 60 },
  casts: { make: casts, count: 30 },
  literals: { make: literals, count: 25 },
  references: { make: references, count: 15 },
  grammar: { make: grammar, count: 8 },
  outputs: { make: outputs, count: 15 },
  prompts: { make: prompts, count: 20 },
  activation: { make: activation, count: 35 },
  tools: { make: toolKinds, count: 22 },
  failing: { make: failing, count: 15 },
  errors: { make: staticErrors, count: 20 },
  node: { make: singleNode, count: 15 },
  data: { make: data, count: 30 },
  columns: { make: columns, count: 15 },
  join: { make: join, count: 15 },
  aggregation: { make: aggregation, count: 25 },
  variants: { make: variants, count: 15 },
  environment: { make: environment, count: 12 },
  connections: { make: connections, count: 12 },
  model: { make: model, count: 40 },
}

/** The cases of a seed. The same seed gives the same cases; each case depends only on the seed and its own id. */
export function generate(seed: string, only?: RegExp): Case[] {
  const cases: Case[] = []
  for (const [family, { make, count }] of Object.entries(families)) {
    for (let i = 0; i < count; i++) {
      const id = `${family}-${String(i).padStart(3, "0")}`
      if (!only || only.test(id)) cases.push(make(new Random(`${seed}/${id}`), id))
    }
  }
  return cases
}
