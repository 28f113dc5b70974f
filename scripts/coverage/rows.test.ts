import { expect, test } from "vitest"
import { SECTIONS } from "../coverage-page.ts"
import { coveredRows, untrue } from "./rows.ts"

const rows = coveredRows()

test("every row names a test that is there, or a difference that is listed", () => {
  expect(untrue(rows)).toEqual([])
})

test("every section has rows", () => {
  const seen = new Set(rows.map(({ section }) => section))
  const has = (section: string) => seen.has(section) || [...seen].some((one) => one.startsWith(`${section}.`))
  expect(Object.keys(SECTIONS).filter((section) => !has(section))).toEqual([])
})

test("no row is there twice", () => {
  const keys = rows.map(({ section, row }) => `${section}: ${row}`)
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})
