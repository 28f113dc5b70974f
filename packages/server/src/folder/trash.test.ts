import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import type { DeletedFlow, FlowSummary } from "@internal/schema/studio"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

const FLOW = "description: of a test\ninputs: {}\nnodes: []\n"
let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

const remove = async (flow: string) =>
  (await studio.get<{ trash: string }>("DELETE", `/flows?flow=${flow}`)).trash
const deleted = () => studio.get<DeletedFlow[]>("GET", "/flows/deleted")
const listed = async () =>
  Object.fromEntries(
    (await studio.get<FlowSummary[]>("GET", "/flows")).map(({ path, archived }) => [path, archived ?? false]),
  )

test("deleted flows are listed with where they were, and come back there or elsewhere, or go for good", async () => {
  expect(await deleted()).toEqual([])
  for (const flow of ["teams/one", "other/one"]) studio.write(`${flow}/flow.dag.yaml`, FLOW)
  studio.write("talk.prompty", "---\nname: talk\n---\nuser:\nhi\n")
  studio.write("teams/one/notes.md", "notes")
  const [one, two, talk] = [
    await remove("teams/one"),
    await remove("other/one"),
    await remove("talk.prompty"),
  ]
  await studio.get("POST", "/files/folder", { path: "no-flow" })
  await studio.get("DELETE", "/files?path=no-flow")
  const found = await deleted()
  expect(found.map(({ path, trash, kind }) => [path, trash, kind]).sort()).toEqual([
    ["other/one", two, "dag"],
    ["talk.prompty", talk, "prompty"],
    ["teams/one", one, "dag"],
  ])
  expect(found.find(({ trash }) => trash === one)).toMatchObject({
    name: "one",
    description: "of a test",
    deletedAt: expect.any(Number),
  })

  studio.write("teams/one/flow.dag.yaml", "another")
  const taken = await studio.ask("POST", "/flows/undelete", { trash: one })
  expect([taken.status, ((await taken.json()) as { code: string }).code]).toEqual([409, "FILE_EXISTS"])
  expect(await studio.get("POST", "/flows/undelete", { trash: one, to: "teams/again" })).toEqual({
    path: "teams/again",
  })
  expect(readFileSync(join(studio.folder, "teams/again/notes.md"), "utf8")).toBe("notes")
  await studio.get("POST", "/flows/undelete", { trash: talk })
  expect(existsSync(join(studio.folder, "talk.prompty"))).toBe(true)
  await studio.get("DELETE", `/flows/deleted?trash=${two}`)
  expect(await deleted()).toEqual([])
  // nothing of them is left but the file that was deleted beside them
  expect(
    readdirSync(join(studio.folder, ".millrace/trash")).filter((name) => name.endsWith("Z")),
  ).toHaveLength(1)
})

test("only what is in the trash is deleted for good or brought back", async () => {
  studio.write("mine/flow.dag.yaml", FLOW)
  const stamp = join(studio.folder, ".millrace/trash/2026")
  mkdirSync(join(stamp, ".."), { recursive: true })
  symlinkSync(studio.folder, stamp)
  for (const trash of [
    "mine",
    ".millrace/trash/2026/mine",
    ".millrace/trash/2026",
    ".millrace/trash/../../mine",
  ]) {
    expect((await studio.ask("DELETE", `/flows/deleted?trash=${trash}`)).ok).toBe(false)
    expect((await studio.ask("POST", "/flows/undelete", { trash, to: "stolen" })).ok).toBe(false)
  }
  expect(existsSync(join(studio.folder, "mine/flow.dag.yaml"))).toBe(true)
})

test("an archived flow is marked in lists, for every program of this home, and nothing in its folder changes", async () => {
  studio.write("kept/flow.dag.yaml", FLOW)
  const git = (...args: string[]) => execFileSync("git", args, { cwd: studio.folder, encoding: "utf8" })
  git("init", "-q")
  const before = git("status", "--short", "kept", ".millrace")
  await studio.get("POST", "/flows/archive", { flow: "kept" })
  expect(await listed()).toMatchObject({ kept: true, mine: false })
  expect(git("status", "--short", "kept", ".millrace")).toBe(before)
  await using api = await Millrace.open({ home: studio.home, cwd: studio.folder, env: {} })
  expect(await api.flows.archived()).toEqual([join(studio.folder, "kept")])

  // it moves with the flow, and goes when that is deleted: what is made there next is another flow
  await studio.get("POST", "/flows/rename", { flow: "kept", to: "moved" })
  expect(await listed()).toMatchObject({ moved: true })
  await studio.get("POST", "/flows/restore", { flow: "moved" })
  expect(await listed()).toMatchObject({ moved: false })
  await api.flows.archive({ flow: "moved" })
  expect(await listed()).toMatchObject({ moved: true })
  await remove("moved")
  await studio.get("POST", "/flows", { path: "moved", type: "standard" })
  expect(await listed()).toMatchObject({ moved: false })
  await expect(api.flows.archive({ flow: "nowhere" })).rejects.toMatchObject({ code: "FLOW_NOT_FOUND" })
})
