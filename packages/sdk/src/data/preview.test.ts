import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import type { Context } from "../context.ts"
import { previewData } from "./preview.ts"

const cwd = mkdtempSync(join(tmpdir(), "millrace-preview-"))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))
const preview = (name: string, text: string) => {
  writeFileSync(join(cwd, name), text)
  return previewData({ places: { cwd } } as Context, name)
}

test("cells that no column is named for are told, as a run leaves them out", async () => {
  expect(await preview("more.csv", "text,answer\na,b,c\nd,e,f\n")).toMatchObject({
    leftOut: 1,
    rows: [
      { text: "b", answer: "c" },
      { text: "e", answer: "f" },
    ],
  })
  expect(await preview("tidy.tsv", "text\tanswer\na\tb\n")).toMatchObject({ leftOut: 0, total: 1 })
  expect(await preview("rows.jsonl", '{"text": "a"}\n')).toMatchObject({ leftOut: 0 })
})

test("the files of a folder are looked at as one, and what is not there is said", async () => {
  mkdirSync(join(cwd, "parts"))
  for (const at of [1, 2]) writeFileSync(join(cwd, "parts", `${at}.jsonl`), `{"n": ${at}}\n`)
  writeFileSync(join(cwd, "parts", "notes.md"), "about it\n")
  const look = (path: string) => previewData({ places: { cwd } } as Context, path)
  expect(await look("parts")).toMatchObject({ total: 2, columns: [{ name: "n" }] })
  await expect(look("gone.csv")).rejects.toMatchObject({ code: "DATA_NOT_FOUND" })
})
