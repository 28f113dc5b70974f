import { describe, expect, it } from "vitest"
import {
  formatBytes,
  formatCost,
  formatCount,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRelative,
  formatTokens,
} from "./format.ts"

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ")

describe("durations", () => {
  it.each([
    [0, "0 ms"],
    [0.42, "0.4 ms"],
    [840.4, "840 ms"],
    [999.6, "1.0 s"],
    [2613, "2.6 s"],
    [59_949, "59.9 s"],
    [59_950, "1 min 00 s"],
    [192_000, "3 min 12 s"],
    [3_599_600, "1 h 00 min"],
    [7_500_000, "2 h 05 min"],
  ])("%s ms is %s", (milliseconds, text) => expect(formatDuration(milliseconds, "en")).toBe(text))

  it("uses the locale's decimal sign", () => expect(formatDuration(2613, "de")).toBe("2,6 s"))
})

describe("money", () => {
  it.each([
    [0, "$0.00"],
    [0.000_042, "$0.000042"],
    [0.0042, "$0.0042"],
    [0.0951, "$0.095"],
    [1.5, "$1.50"],
    [1234.567, "$1,234.57"],
  ])("%s is %s", (dollars, text) => expect(formatCost(dollars, "en")).toBe(text))
})

it("shortens tokens only from 100,000 on", () => {
  expect(formatTokens(99_999, "en")).toBe("99,999")
  expect(formatTokens(123_456, "en")).toBe("123.5K")
  expect(formatTokens(1_284_200, "en")).toBe("1.3M")
})

it("writes numbers, shares and sizes", () => {
  expect(formatNumber(1234.567, 1, "en")).toBe("1,234.6")
  expect(plain(formatPercent(0.8731, 1, "de"))).toBe("87,3 %")
  expect(formatBytes(0, "en")).toBe("0 bytes")
  expect(formatBytes(1, "en")).toBe("1 byte")
  expect(formatBytes(999, "en")).toBe("999 bytes")
  expect(plain(formatBytes(1_500_000, "en"))).toBe("1.5 MB")
})

describe("moments", () => {
  const now = Date.UTC(2026, 10, 27, 12)
  it.each([
    [now - 3000, "now"],
    [now - 42_000, "42 sec. ago"],
    [now - 5.9 * 60_000, "5 min. ago"],
    [now - 3 * 3_600_000, "3 hr. ago"],
    [now - 30 * 3_600_000, "yesterday"],
    [now - 8 * 86_400_000, "Nov 19, 2026"],
    [now + 120_000, "in 2 min."],
  ])("%s", (moment, text) => expect(formatRelative(moment, now, "en-US")).toBe(text))

  it("writes date and time in full", () =>
    expect(plain(formatDateTime(new Date(2026, 10, 27, 4, 17, 9), { seconds: true, locale: "en-GB" }))).toBe(
      "27 Nov 2026, 04:17:09",
    ))
})

it("counts things as one or many", () => {
  expect([0, 1, 1204].map((count) => formatCount(count, "flow", "flows", "en"))).toEqual([
    "0 flows",
    "1 flow",
    "1,204 flows",
  ])
  expect(formatCount(2, "entry", "entries", "en")).toBe("2 entries")
})
