import { equals } from "./equality.ts"
import type { ForeignObject } from "./foreign.ts"
import { isIndex } from "./number.ts"

/** A Python range with bounds that are safe integers. */
export class Range implements ForeignObject {
  readonly pyType = "range"
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly length: number

  constructor(start: number, stop: number, step: number) {
    this.start = start
    this.stop = stop
    this.step = step
    this.length = Math.max(0, Math.ceil((stop - start) / step))
  }

  at(index: number): number | undefined {
    const i = index < 0 ? index + this.length : index
    return i >= 0 && i < this.length ? this.start + i * this.step : undefined
  }

  pyRepr(): string {
    const ends = `${this.start}, ${this.stop}`
    return this.step === 1 ? `range(${ends})` : `range(${ends}, ${this.step})`
  }
  pyLen(): number {
    return this.length
  }
  *pyIter(): Generator<number> {
    for (let i = 0; i < this.length; i++) yield this.start + i * this.step
  }
  pyGetAttr(name: string): unknown {
    return name === "start" || name === "stop" || name === "step" ? this[name] : undefined
  }
  pyEquals(other: unknown): boolean {
    if (!(other instanceof Range) || other.length !== this.length) return false
    if (this.length === 0) return true
    return this.start === other.start && (this.length === 1 || this.step === other.step)
  }
  pyContains(value: unknown): boolean {
    if (!isIndex(value)) return Array.from(this.pyIter()).some((x) => equals(x, value))
    const offset = Number(value) - this.start
    return offset % this.step === 0 && offset / this.step >= 0 && offset / this.step < this.length
  }
}
