import { raise } from "../error.ts"

function bitLength(v: bigint): number {
  return v.toString(2).length
}

/** `a / b` of large integers, rounded once as Python does. `b` is not zero. */
export function divideExactly(a: bigint, b: bigint): number {
  const sign = a < 0n !== b < 0n ? -1 : 1
  const x = a < 0n ? -a : a
  const y = b < 0n ? -b : b
  if (x === 0n) return sign * 0
  const shift = 66 - (bitLength(x) - bitLength(y))
  const scaled = shift >= 0 ? x << BigInt(shift) : x
  const divisor = shift >= 0 ? y : y << BigInt(-shift)
  const sticky = scaled % divisor === 0n ? 0n : 1n
  const quotient = Number(((scaled / divisor) << 1n) | sticky) * 2 ** (-shift - 1)
  if (!Number.isFinite(quotient)) raise("OverflowError", "integer division result too large for a float")
  return sign * quotient
}
