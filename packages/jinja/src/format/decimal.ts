/** Decimal digits of a number: `0.digits × 10^point`. */
export interface Decimal {
  digits: string
  point: number
}

const bits = new DataView(new ArrayBuffer(8))

/** Every decimal digit of a finite double, exactly. The sign is left out. */
export function exactDecimal(x: number): Decimal {
  bits.setFloat64(0, x)
  const raw = bits.getBigUint64(0)
  const biased = Number((raw >> 52n) & 0x7ffn)
  const fraction = raw & 0xfffffffffffffn
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n
  const exponent = Math.max(biased, 1) - 1075
  if (mantissa === 0n) return { digits: "0", point: 1 }
  const digits = (
    exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent)
  ).toString()
  return { digits, point: digits.length + Math.min(exponent, 0) }
}

/** Rounded to `count` digits, half to even. `count` may be zero or negative: then the result is 0 or 1 unit. */
export function roundDecimal({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits: digits.padEnd(count, "0"), point }
  if (count < 0) return { digits: "", point }
  const kept = digits.slice(0, count)
  const next = digits[count] as string
  const exactlyHalf = next === "5" && /^0*$/.test(digits.slice(count + 1))
  const lastOdd = count > 0 && Number(kept[count - 1]) % 2 === 1
  if (exactlyHalf ? !lastOdd : next < "5") return { digits: kept, point }
  if (count === 0) return { digits: "1", point: point + 1 }
  const raised = (BigInt(kept) + 1n).toString().padStart(count, "0")
  return raised.length > count
    ? { digits: raised.slice(0, count), point: point + 1 }
    : { digits: raised, point }
}
