import { floatRepr } from "@internal/value"
import type { ForeignObject } from "./foreign.ts"

/** A Python complex: only what a fractional power of a negative number makes, for printing. */
export class Complex implements ForeignObject {
  readonly pyType = "complex"
  readonly real: number
  readonly imaginary: number

  constructor(real: number, imaginary: number) {
    this.real = real
    this.imaginary = imaginary
  }

  static power(base: number, exponent: number): Complex {
    const length = Math.abs(base) ** exponent
    const phase = Math.PI * exponent
    return new Complex(length * Math.cos(phase), length * Math.sin(phase))
  }

  pyRepr(): string {
    const part = (x: number) => floatRepr(x).replace(/\.0$/, "")
    if (this.real === 0 && !Object.is(this.real, -0)) return `${part(this.imaginary)}j`
    const sign = this.imaginary < 0 || Object.is(this.imaginary, -0) ? "" : "+"
    return `(${part(this.real)}${sign}${part(this.imaginary)}j)`
  }
  pyBool(): boolean {
    return this.real !== 0 || this.imaginary !== 0
  }
}
