import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { writeFiles } from "../../../../tests/support/write-files.ts"
import { Millrace } from "../millrace.ts"
import { type Asked, EchoModel } from "./testing/echo-model.ts"

/** A call of the original's `Prompty`, and what came of it (spec 1.4). */
interface Case {
  id: string
  op: "call" | "render" | "tokens"
  inputs?: Record<string, unknown>
  load?: Record<string, unknown> & { model?: object }
  env?: Record<string, string>
  files: Record<string, string>
  asked?: Asked[]
  result?: unknown
  /** The result was an object of the client library. */
  whole?: boolean
  codes?: string[]
  /** Where ours answers otherwise on purpose (docs/reference/differences.md). */
  ours?: string | Partial<Pick<Case, "result" | "codes" | "asked">>
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL("./__fixtures__/original-answers.json", import.meta.url), "utf8"),
)
let echo: EchoModel
let home: string
let millrace: Millrace
beforeAll(async () => {
  echo = await EchoModel.start()
  home = mkdtempSync(join(tmpdir(), "prompty-"))
  millrace = await Millrace.open({ home, cwd: home, env: {} })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await echo[Symbol.asyncDispose]()
  rmSync(home, { recursive: true, force: true })
})

describe("the original's answers", () => {
  for (const known of cases) {
    test(known.id, async () => {
      const ours = await answer(known)
      if (known.ours === undefined) expect(ours).toEqual(theirs(known))
      else if (typeof known.ours === "object") expect(ours).toMatchObject(known.ours)
      else expect(ours.codes).toBeUndefined() // where the original fails, or loses what the model said
    })
  }
})

const file = (model: string, more = "") =>
  `---\nmodel:\n  configuration:\n    type: openai\n    model: ${model}\n    base_url: ${echo.url}/v1\n    api_key: canary-key\n  parameters:\n    temperature: 0\n${more}---\nuser:\nHi {{name}}\n`

async function called(model: string, inputs: Record<string, unknown> = { name: "B" }) {
  const path = join(mkdtempSync(join(home, "case-")), "x.prompty")
  writeFileSync(path, file(model, "inputs:\n  name:\n    type: string\n"))
  echo.take()
  const prompty = await millrace.prompty(path)
  return prompty.call(inputs)
}

describe("failures (spec 5.5)", () => {
  test("are tried again where that may help, ten times", async () => {
    expect(await called("fail-429-once")).toBe('1 messages; user: "Hi B"')
    expect(echo.take()).toHaveLength(2)
    await expect(called("fail-500")).rejects.toMatchObject({ className: "ExceedMaxRetryTimes" })
    expect(echo.take()).toHaveLength(11)
  })

  test("are final where it cannot, and never hold the key", async () => {
    const failure = await called("fail-401").catch((thrown: MillraceError) => thrown)
    expect(failure).toMatchObject({ original: ["UserError", "OpenAIError", "AuthenticationError"] })
    expect(JSON.stringify(failure)).not.toContain("canary-key")
    expect(echo.take()).toHaveLength(1)
  })
})

test("a prompty can ask a stored connection, and --connection wins over what it says", async () => {
  const path = join(mkdtempSync(join(home, "case-")), "x.prompty")
  writeFileSync(path, file("m1"))
  await millrace.connections.create({
    ...{ name: "stored", type: "open_ai", api_key: "stored-key", base_url: `${echo.url}/v1` },
  })
  echo.take()
  const prompty = await millrace.prompty(path, { connection: "stored" })
  await prompty.call()
  const [asked] = echo.take()
  expect(asked?.headers.authorization).toBe("Bearer stored-key")
  expect(asked?.body.model).toBe("m1")
  const configuration = { connection: "absent" }
  writeFileSync(path, "---\nmodel: {}\n---\nuser:\nHi\n")
  const other = await millrace.prompty(path, { model: { configuration } })
  await expect(other.call()).rejects.toMatchObject({ code: "CONNECTION_NOT_FOUND" })
})

function theirs({ asked = [], result, codes, whole }: Case) {
  const told = codes ?? { result: whole ? expect.anything() : result }
  return { asked, ...(codes ? { codes } : (told as object)) }
}

async function answer(known: Case): Promise<{ asked: Asked[]; result?: unknown; codes?: readonly string[] }> {
  const folder = mkdtempSync(join(home, "case-"))
  const here = (text: string) => text.replaceAll("$BASE", echo.url)
  for (const [name, text] of Object.entries(known.files)) writeFiles(folder, { [name]: contents(here(text)) })
  const load = JSON.parse(here(JSON.stringify(known.load ?? {})))
  const env = JSON.parse(here(JSON.stringify(known.env ?? {})))
  echo.take()
  const there = (value: unknown) => JSON.parse(JSON.stringify(value ?? null).replaceAll(echo.url, "$BASE"))
  try {
    const { model, ...fields } = load
    const prompty = await millrace.prompty(join(folder, "x.prompty"), { model, fields, env })
    const result = await outcome(prompty, known)
    return { asked: there(echo.take()), result: there(result) }
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    return { asked: there(echo.take()), codes: thrown.original }
  }
}

async function outcome(prompty: Awaited<ReturnType<Millrace["prompty"]>>, { op, inputs, result }: Case) {
  if (op === "render") return prompty.render(inputs)
  if (op === "tokens") return prompty.estimateTokenCount(inputs)
  const stream = (result as { $iter?: string; items?: unknown } | null | undefined) ?? {}
  if (stream.$iter === undefined) return prompty.call(inputs)
  const items: unknown[] = []
  for await (const item of prompty.stream(inputs)) items.push(item)
  return { $iter: stream.$iter, items: Array.isArray(stream.items) ? items : items.length }
}

/** `base64:…` is a file's bytes, `png:WxH` the head of an image of that size. */
function contents(text: string): string | Buffer {
  if (text.startsWith("base64:")) return Buffer.from(text.slice("base64:".length), "base64")
  const [, width, height] = /^png:(\d+)x(\d+)$/.exec(text) ?? []
  if (width === undefined) return text
  const head = Buffer.from("89504e470d0a1a0a0000000d494844520000000000000000", "hex")
  head.writeUInt32BE(Number(width), 16)
  head.writeUInt32BE(Number(height), 20)
  return head
}
