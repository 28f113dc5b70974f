import type { ConnectionSpec, StudioConnection } from "@internal/schema/studio"
import { expect, test } from "vitest"
import { changesOf, draftOf, problemsOf } from "./connection-draft.ts"

const AZURE: ConnectionSpec = {
  type: "AzureOpenAIConnection",
  word: "azure_open_ai",
  label: "Azure OpenAI",
  fields: [
    { name: "api_key", secret: true, required: false },
    { name: "api_base", secret: false, required: true },
    { name: "auth_mode", secret: false, required: false, default: "key" },
  ],
  open: false,
}
const CUSTOM: ConnectionSpec = {
  type: "CustomConnection",
  word: "custom",
  label: "Custom",
  fields: [],
  open: true,
}
const stored = (fields: Record<string, string>, secrets: string[]) =>
  ({ name: "mine", type: "x", fields, secrets, usedBy: [] }) as unknown as StudioConnection
const NONE = new Set<string>()

test("a key is needed unless there is a token, and a stored one stays", () => {
  const empty = draftOf(AZURE, undefined)
  expect(Object.keys(problemsOf(AZURE, empty, undefined, NONE))).toEqual(["name", "api_key", "api_base"])
  const token = { ...empty, name: "n", values: { ...empty.values, auth_mode: "meid_token", api_base: "b" } }
  expect(problemsOf(AZURE, token, undefined, NONE)).toEqual({})
  expect(problemsOf(AZURE, token, undefined, new Set(["n"]))).toHaveProperty("name")
  expect(problemsOf(AZURE, { ...token, name: ".." }, undefined, NONE)).toHaveProperty("name") // no part of an address

  const known = stored({ api_key: "******", api_base: "b", auth_mode: "key" }, ["api_key"])
  const edited = draftOf(AZURE, known)
  expect(edited.values.api_key).toBe("")
  expect(problemsOf(AZURE, edited, known, NONE)).toEqual({})
  edited.values.api_base = "c"
  expect(changesOf(AZURE, edited, known)).toEqual({
    configs: { api_base: "c" },
    secrets: {},
    remove: [],
  })
})

test("values of a custom connection are secret or not, each by itself", () => {
  const draft = draftOf(CUSTOM, undefined)
  expect(problemsOf(CUSTOM, { ...draft, name: "n" }, undefined, NONE)).toHaveProperty("rows")
  draft.rows = [
    { key: "url", value: "u", secret: false, stored: false },
    { key: "key", value: "k", secret: true, stored: false },
    { key: "key", value: "2", secret: true, stored: false },
  ]
  expect(problemsOf(CUSTOM, { ...draft, name: "n" }, undefined, NONE)).toEqual({
    "row 2": "This name is there already.",
  })
  expect(changesOf(CUSTOM, { ...draft, rows: draft.rows.slice(0, 2) }, undefined)).toEqual({
    configs: { url: "u" },
    secrets: { key: "k" },
    remove: [],
  })
  const again = draftOf(CUSTOM, stored({ url: "u", key: "******" }, ["key"]))
  expect(again.rows).toEqual([
    { key: "url", value: "u", secret: false, stored: true },
    { key: "key", value: "", secret: true, stored: true },
  ])
  expect(changesOf(CUSTOM, again, undefined).secrets).toEqual({})
})

test("stored values are taken away, become secret, and cease to be", () => {
  const known = stored({ url: "u", region: "r", key: "******", old: "******" }, ["key", "old"])
  const draft = draftOf(CUSTOM, known)
  draft.rows = draft.rows
    .filter(({ key }) => key !== "old")
    .map((row) => (row.key === "url" ? { ...row, secret: true } : row))
  expect(problemsOf(CUSTOM, draft, known, NONE)).toEqual({})
  expect(changesOf(CUSTOM, draft, known)).toEqual({
    configs: { region: "r" },
    secrets: { url: "u" },
    remove: ["url", "old"],
  })
  // nobody can read a secret back, so it must be typed to be shown from now on
  draft.rows = draft.rows.map((row) => (row.key === "key" ? { ...row, secret: false } : row))
  expect(problemsOf(CUSTOM, draft, known, NONE)).toHaveProperty("row 2")
})
