import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { connectionFromFile } from "./connection-file.ts"
import { SecretBox, secretBox } from "./secret-box.ts"
import { openStore, type Store } from "./store.ts"

const home = mkdtempSync(join(tmpdir(), "millrace-connections-"))
let store: Store
beforeAll(async () => {
  store = await openStore({ home, env: {} })
})
afterAll(async () => {
  await store.close()
  rmSync(home, { recursive: true, force: true })
})

test("an update changes what it names", async () => {
  const file = { name: "cus", type: "custom", configs: { b: "2", a: "1" }, secrets: { k: "v" } }
  await store.connections.put(connectionFromFile(file))
  const updated = await store.connections.update("cus", { "configs.a": "9", secrets: { k2: "zz" } })
  expect(updated).toMatchObject({ configs: { b: "2", a: "9" }, secrets: { k: "v", k2: "zz" } })
})

test("an update keeps a secret behind a placeholder, and the fields it does not name (spec 7.3)", async () => {
  const file = { name: "aoai", type: "azure_open_ai", api_key: "sk-1", api_base: "x", api_version: "v" }
  await store.connections.put(connectionFromFile(file))
  const updated = await store.connections.update("aoai", { api_base: "new", api_key: "****" })
  expect(updated).toMatchObject({
    configs: { api_base: "new", api_version: "v" },
    secrets: { api_key: "sk-1" },
  })
  await expect(store.connections.update("aoai", { auth_mode: "bad" })).rejects.toMatchObject({
    code: "CONNECTION_INVALID",
  })
  await expect(store.connections.update("aoa", { api_base: "y" })).rejects.toMatchObject({
    code: "CONNECTION_NOT_FOUND",
    hint: "Did you mean aoai?",
  })
})

test("a secret without a value is refused", async () => {
  const file = { name: "asked", type: "serp", api_key: "<user-input>" }
  await expect(store.connections.put(connectionFromFile(file))).rejects.toMatchObject({
    code: "CONNECTION_INVALID",
    message: expect.stringContaining("api_key"),
  })
})

test("a sealed text opens with its key and context only (spec 7.4)", () => {
  const box = new SecretBox(Buffer.alloc(32, 1))
  const sealed = box.seal("ünd", "c/k")
  expect(box.open(sealed, "c/k")).toBe("ünd")
  expect(box.open(sealed, "c/other")).toBeUndefined()
  expect(new SecretBox(Buffer.alloc(32, 2)).open(sealed, "c/k")).toBeUndefined()
  expect(box.open(`${sealed.slice(0, -8)}AAAAAAA=`, "c/k")).toBeUndefined()
  expect(box.open("1:", "c/k")).toBeUndefined()
  expect(box.seal("x", "c")).not.toBe(box.seal("x", "c"))
})

test.for(["ab".repeat(32), Buffer.alloc(32, 7).toString("base64"), "any passphrase"])("key %s", (key) => {
  const box = secretBox(home, { MILLRACE_SECRET_KEY: key })
  expect(secretBox("/elsewhere", { MILLRACE_SECRET_KEY: key }).open(box.seal("x", "c"), "c")).toBe("x")
})

test("a key moves from its file into the keyring, and is found there (spec 7.4)", () => {
  const other = mkdtempSync(join(tmpdir(), "millrace-key-"))
  let kept: string | undefined
  const keyring = () => ({
    read: () => kept,
    write: (text: string) => {
      kept = text
    },
  })
  const sealed = secretBox(other, {}).seal("x", "c")
  const forgetful = () => ({ read: () => undefined, write: () => undefined })
  expect(() => secretBox(other, { MILLRACE_SECRET_KEY: "keyring" }, forgetful)).toThrow("does not hold")
  expect(secretBox(other, {}).open(sealed, "c")).toBe("x") // nothing was moved
  expect(secretBox(other, { MILLRACE_SECRET_KEY: "keyring" }, keyring).open(sealed, "c")).toBe("x")
  expect(readFileSync(join(other, "secret.key"), "utf8")).toBe("keyring\n")
  expect(secretBox(other, {}, keyring).open(sealed, "c")).toBe("x")
  kept = undefined
  expect(() => secretBox(other, {}, keyring)).toThrow("does not hold")
  rmSync(other, { recursive: true })
})

test("a key file that is not one is explained", () => {
  const other = mkdtempSync(join(tmpdir(), "millrace-key-"))
  writeFileSync(join(other, "secret.key"), "too short")
  expect(() => secretBox(other, {})).toThrow("does not hold a key")
  rmSync(other, { recursive: true })
})
