import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { OpenedFolder } from "./opened-folder.ts"
import { imageOfRun } from "./run-image.ts"

const root = realpathSync(mkdtempSync(join(tmpdir(), "millrace-run-image-")))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const put = (path: string) => {
  mkdirSync(join(root, path, ".."), { recursive: true })
  writeFileSync(join(root, path), "")
  return join(root, path)
}

test("images of the run's folder and of the opened one, and nothing else", () => {
  const output = put("home/runs/one/flow_outputs/a.png")
  const artifact = put("home/runs/one/flow_artifacts/b.PNG")
  const beside = put("flows/data/c.jpg")
  const elsewhere = put("elsewhere/d.png")
  const other = put("home/runs/one-more/e.png")
  const secret = put("home/runs/one/secret.json")
  symlinkSync(elsewhere, join(root, "home/runs/one/link.png"))
  const opened = new OpenedFolder(join(root, "flows"))
  const run = {
    properties: { output_path: join(root, "home/runs/one") },
    data: join(root, "flows/data/rows.jsonl"),
  }
  const found = (path: string) => imageOfRun(run, opened, path)?.file
  expect(found("a.png")).toBe(output)
  expect(found(artifact)).toBe(artifact)
  expect(found("c.jpg")).toBe(beside)
  for (const path of [
    elsewhere,
    other,
    secret,
    "link.png",
    "../../../elsewhere/d.png",
    "none.png",
    "a.png\0",
  ])
    expect(found(path)).toBeUndefined()
})
