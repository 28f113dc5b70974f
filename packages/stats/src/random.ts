/** A deterministic source of random numbers: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform 32-bit unsigned integer. */
  bits(): number
  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number
  /** Uniform integer in [0, limit), without modulo bias; `limit` ≤ 2^32. */
  below(limit: number): number
}

/**
 * sfc32 (public domain, Chris Doty-Humphrey), seeded by a 32-bit hash of the seed and the labels.
 * Labels give every interval a stream of its own, so that adding a metric does not change the others' figures.
 */
export function createRandom(seed: number, ...labels: readonly string[]): Random {
  let [a, b, c, counter] = [hash(`${seed}`, 0x9e3779b9), hash(labels.join("\u0000"), 0x85ebca6b), seed | 0, 1]
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let warmUp = 0; warmUp < 15; warmUp++) bits()
  const uniform = (): number => (bits() * 0x200000 + (bits() >>> 11)) / 0x20000000000000
  const below = (limit: number): number => {
    const usable = 0x100000000 - (0x100000000 % limit)
    let drawn = bits()
    while (drawn >= usable) drawn = bits()
    return drawn % limit
  }
  return { bits, uniform, below }
}

/** `count` row numbers drawn with replacement from 0 … `rowCount` − 1. */
export function drawRows(random: Random, rowCount: number, count = rowCount): number[] {
  return Array.from({ length: count }, () => random.below(rowCount))
}

function hash(text: string, start: number): number {
  let state = start
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  state ^= state >>> 16
  state = Math.imul(state, 0x7feb352d)
  return state ^ (state >>> 15)
}
