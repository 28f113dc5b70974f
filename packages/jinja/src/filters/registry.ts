import type { Operation } from "../call/py-function.ts"
import { HTML_FILTERS } from "./html.ts"
import { NUMBER_FILTERS } from "./number.ts"
import { ORDER_FILTERS } from "./order.ts"
import { SELECT_FILTERS } from "./select.ts"
import { SEQUENCE_FILTERS } from "./sequence.ts"
import { TEXT_FILTERS } from "./text.ts"

/** Jinja2's built-in filters by name. */
export const FILTERS: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    ...TEXT_FILTERS,
    ...HTML_FILTERS,
    ...NUMBER_FILTERS,
    ...SEQUENCE_FILTERS,
    ...ORDER_FILTERS,
    ...SELECT_FILTERS,
  }),
)
