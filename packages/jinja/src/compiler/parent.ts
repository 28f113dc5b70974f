import type { Activation, Execute } from "../runtime/activation.ts"
import type { LoadedTemplate } from "../runtime/environment.ts"
import type { Variable } from "../scope/symbols.ts"
import type { Frame } from "./frame.ts"

/** Where a template's root keeps the parent that `extends` has named. */
const PARENT: Variable = { id: "parent template", name: "parent template" }

export function defineParent(frame: Frame): void {
  frame.scope.define(PARENT)
}

/** The activation of the root and the parent's slot there. */
function place(frame: Frame): (a: Activation) => { slots: unknown[]; slot: number } {
  const { depth, slot } = frame.scope.find(PARENT)
  return (a) => {
    let at = a
    for (let i = 0; i < depth && at.outer; i++) at = at.outer
    return { slots: at.slots, slot }
  }
}

export function readParent(frame: Frame): (a: Activation) => LoadedTemplate | undefined {
  const where = place(frame)
  return (a) => {
    const { slots, slot } = where(a)
    const value = slots[slot]
    return typeof value === "object" ? (value as LoadedTemplate) : undefined // only `writeParent` writes here
  }
}

export function writeParent(frame: Frame): (a: Activation, parent: LoadedTemplate) => void {
  const where = place(frame)
  return (a, parent) => {
    const { slots, slot } = where(a)
    slots[slot] = parent
  }
}

/** Writes only while no parent has been named. */
export function whenNoParent(frame: Frame, write: Execute): Execute {
  const parent = readParent(frame)
  return (a) => (parent(a) ? "" : write(a))
}
