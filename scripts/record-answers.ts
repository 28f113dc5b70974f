import { createHash } from "node:crypto"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"

export const gallery = join(import.meta.dirname, "..", "gallery")

interface Part {
  type: string
  text?: string
  image_url?: { url: string }
}
export interface Message {
  role: string
  content: string | Part[]
}

/**
 * Writes the recordings of samples that no small model can answer: `answerTo` answers in its place, over the inputs'
 * defaults and over the data of `run.yml`.
 */
export async function recordAnswers(
  samples: readonly string[],
  answerTo: (messages: Message[]) => string,
): Promise<void> {
  const server = createServer(async (request, response) => {
    let text = ""
    for await (const chunk of request) text += chunk
    const content = answerTo(JSON.parse(text).messages)
    const usage = { prompt_tokens: 100, completion_tokens: 12, total_tokens: 112 }
    response.setHeader("content-type", "application/json")
    response.end(
      JSON.stringify({
        choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
        usage,
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const home = await mkdtemp(join(tmpdir(), "gallery-answers-"))
  const env = { ...process.env, MILLRACE_HOME: undefined, NO_PROXY: "127.0.0.1" }
  try {
    await using millrace = await Millrace.open({ home, env })
    const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    await millrace.connections.create({ name: "local_model", type: "open_ai", base_url, api_key: "none" })
    for (const sample of samples) await record(millrace, sample, home)
  } finally {
    server.close()
    await rm(home, { recursive: true })
  }
}

async function record(millrace: Millrace, sample: string, home: string): Promise<void> {
  const folder = join(home, sample)
  const test = await millrace.flows.test({ flow: join(gallery, sample), output: false, record: folder })
    .result
  if (test.error) throw new Error(`${sample}: ${test.error.message}`)
  const run = await millrace.readRunFile(join(gallery, sample, "run.yml"))
  // one line after the other, so that the same answers make the same file
  const { counts } = await (await millrace.runs.create({ ...run, record: folder, concurrency: 1 })).result
  if (counts.failed > 0) throw new Error(`${sample}: ${counts.failed} lines failed`)
  const lines = (await readFile(join(folder, "calls.jsonl"), "utf8")).trimEnd().split("\n")
  await mkdir(join(gallery, sample, "recordings"), { recursive: true })
  await writeFile(
    join(gallery, sample, "recordings", "calls.jsonl"),
    [...new Set(lines.map(asLocal))].map((line) => `${line}\n`).join(""),
  )
}

/** The same call of the connection that the samples name, which is built in and of another kind. */
function asLocal(line: string): string {
  const { request, answer } = JSON.parse(line)
  request.provider = "LocalConnection"
  const key = createHash("sha256").update(JSON.stringify(request)).digest("hex")
  return JSON.stringify({ key, request, answer })
}
