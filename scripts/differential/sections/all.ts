import { batches } from "./batches.ts"
import { connections } from "./connections.ts"
import { entryFiles } from "./entry-files.ts"
import { errors } from "./errors.ts"
import { execution } from "./execution.ts"
import { flowConnections } from "./flow-connections.ts"
import { flowFiles } from "./flow-files.ts"
import { formats } from "./formats.ts"
import { literals } from "./literals.ts"
import { missed } from "./missed.ts"
import { models } from "./models.ts"
import { patterns } from "./patterns.ts"
import { running } from "./running.ts"
import { runs } from "./runs.ts"
import type { SectionCase } from "./section-case.ts"
import { surface } from "./surface.ts"
import { tools } from "./tools.ts"
import { values } from "./values.ts"

/** Every question made by hand, by chapter. */
export const sections: readonly SectionCase[] = [
  ...formats,
  ...flowFiles,
  ...flowConnections,
  ...entryFiles,
  ...values,
  ...literals,
  ...execution,
  ...batches,
  ...errors,
  ...patterns,
  ...surface,
  ...models,
  ...tools,
  ...connections,
  ...runs,
  ...missed,
  ...running,
]
