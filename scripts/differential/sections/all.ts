import { batches } from "./batches.ts"
import { errors } from "./errors.ts"
import { execution } from "./execution.ts"
import { formats } from "./formats.ts"
import { patterns } from "./patterns.ts"
import type { SectionCase } from "./section-case.ts"
import { values } from "./values.ts"

/** Every question made by hand, by chapter. */
export const sections: readonly SectionCase[] = [
  ...formats,
  ...values,
  ...execution,
  ...batches,
  ...errors,
  ...patterns,
]
