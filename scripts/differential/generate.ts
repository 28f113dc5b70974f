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

/** Families of cases, how many of each a full set holds, and the sections of the specification that they ask about. */
export const families: Record<string, { make: Family; count: number; sections: string }> = {
  dag: { make: dag, count: 60, sections: "3.1, 3.2, 3.3, 3.10" },
  casts: { make: casts, count: 30, sections: "2.2, 2.3" },
  literals: { make: literals, count: 25, sections: "2.3, 6.1" },
  references: { make: references, count: 15, sections: "1.2.5" },
  grammar: { make: grammar, count: 8, sections: "1.2.5, 1.2.6" },
  outputs: { make: outputs, count: 15, sections: "1.2.2, 2.6" },
  prompts: { make: prompts, count: 20, sections: "5.2" },
  activation: { make: activation, count: 35, sections: "3.4" },
  tools: { make: toolKinds, count: 22, sections: "6.1, 3.5, 3.11" },
  failing: { make: failing, count: 15, sections: "3.5, 11.4, 11.5, 11.6" },
  errors: { make: staticErrors, count: 20, sections: "1.2.6, 11.3" },
  node: { make: singleNode, count: 15, sections: "3.9" },
  data: { make: data, count: 30, sections: "4.1" },
  columns: { make: columns, count: 15, sections: "4.3" },
  join: { make: join, count: 15, sections: "4.2" },
  aggregation: { make: aggregation, count: 25, sections: "3.7" },
  variants: { make: variants, count: 15, sections: "1.2.4" },
  environment: { make: environment, count: 12, sections: "1.2.7" },
  connections: { make: connections, count: 12, sections: "7.1, 7.5" },
  model: { make: model, count: 40, sections: "5.1, 5.3, 5.4, 5.5" },
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
