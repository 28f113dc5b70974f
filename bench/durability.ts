// What trust costs: long lists, the cache, going on, and half a million lines (issue 5, figures).
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { Millrace } from "@internal/sdk"
import { openStore } from "@internal/store"
import { measureCommand } from "./command.ts"
import { rows } from "./flows.ts"
import { median, report } from "./measure.ts"

const CLI = fileURLToPath(new URL("../packages/cli/bin/millrace.cjs", import.meta.url))

export async function durability(options: { large: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-bench-"))
  try {
    await manyRuns(folder)
    await cached(folder)
    await resumed(folder, options.large ? 100_000 : 20_000)
    await noOps(folder, options.large ? 500_000 : 50_000)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `run list` and `run show` where there are 10,000 runs of ten lines. */
async function manyRuns(folder: string): Promise<void> {
  const home = join(folder, "many")
  {
    await using store = await openStore({ home })
    for (let i = 0; i < 10_000; i++) {
      const name = `run-${i}`
      await store.runs.create({ name, kind: "batch", flowName: "f", flowPath: "/f" })
    }
  }
  const wall = (...args: string[]) =>
    median(
      5,
      async () =>
        (await measureCommand([process.execPath, CLI, ...args], { env: { MILLRACE_HOME: home } })).wall,
    )
  report("run list, 10,000 runs in the store", await wall("run", "list"), "s", "≤ 0.25")
  report("run show, 10,000 runs in the store", await wall("run", "show", "--name", "run-5000"), "s", "≤ 0.25")
}

/** 1,000 lines of 8 LLM nodes whose answers are all there, and with one of them edited. */
async function cached(folder: string): Promise<void> {
  const { server, base, asked } = await model()
  const home = join(folder, "cached")
  const env = { MILLRACE_HOME: home }
  writeFileSync(join(folder, "m.yaml"), `name: m\ntype: open_ai\napi_key: none\nbase_url: ${base}/v1\n`)
  await measureCommand([process.execPath, CLI, "connection", "create", "--file", join(folder, "m.yaml")], {
    env,
  })
  const flow = llmChain(join(folder, "eight"), 8)
  const data = rows(join(folder, "1000.jsonl"), 1000)
  const run = async () => {
    const args = [...create(flow, data), "--cache", "use"]
    const before = asked()
    const { wall, code, stdout } = await measureCommand([process.execPath, CLI, ...args], { env })
    if (code !== 0) throw new Error(stdout)
    return { wall, calls: asked() - before }
  }
  const first = await run()
  const again = await run()
  report("1,000 lines × 8 nodes, all in the cache", again.wall, "s", "≤ 1.5")
  report("  calls that were made then", again.calls, "", "0")
  report("  against the first time", again.wall / first.wall, "×", "")
  writeFileSync(join(flow, "n6.jinja2"), "# user:\nedited {{ x }}\n")
  report("  calls after an edit of the seventh node", (await run()).calls, "", "2000")
  server.close()
  server.closeAllConnections()
}

/** From the command's start to the first line that runs, of a run that was killed at half. */
async function resumed(folder: string, lines: number): Promise<void> {
  const home = join(folder, "resumed")
  const flow = noOpFlow(join(folder, "noop"))
  const data = rows(join(folder, `${lines}.jsonl`), lines)
  const args = [...create(flow, data), "--name", "half"]
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, MILLRACE_HOME: home },
    stdio: "ignore",
  })
  for (;;) {
    await sleep(100)
    await using store = await openStore({ home })
    const { done } = (await store.runs.find("half"))?.summary.counts ?? { done: 0 }
    if (done >= lines / 2) break
  }
  child.kill("SIGKILL")
  await sleep(200)
  await using millrace = await Millrace.open({ home })
  const start = performance.now()
  const handle = await millrace.runs.resume("half")
  let first: number | undefined
  for await (const event of handle.events())
    if (event.type === "line-start") first ??= performance.now() - start
  const { counts } = await handle.result
  if (counts.done !== lines) throw new Error(`${counts.done} of ${lines} lines`)
  report(
    `resume of half a run of ${lines.toLocaleString("en")} lines, first line`,
    (first ?? 0) / 1000,
    "s",
    "≤ 2",
  )
}

/** Lines a second, and the memory of the engine, which must not grow with their number. */
async function noOps(folder: string, lines: number): Promise<void> {
  const flow = noOpFlow(join(folder, "noop2"))
  const few = await measured(flow, join(folder, "few"), 10_000)
  const many = await measured(flow, join(folder, "all"), lines)
  const shown = lines.toLocaleString("en")
  report(`${shown} lines, no-op TypeScript node`, lines / many.seconds, "lines/s", "≥ 5,000")
  report("  memory of the engine's process (RSS)", many.rss, "MiB", "≤ 200")
  report("  against 10,000 lines", many.rss / few.rss, "×", "flat")
}

async function measured(
  flow: string,
  folder: string,
  lines: number,
): Promise<{ seconds: number; rss: number }> {
  mkdirSync(folder)
  const data = rows(join(folder, "rows.jsonl"), lines)
  const args = create(flow, data)
  const env = { ...process.env, MILLRACE_HOME: join(folder, "home") }
  const start = performance.now()
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: "ignore" })
  let rss = 0
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8")
      rss = Math.max(rss, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
    } catch {
      // it has just ended
    }
  }, 50)
  const code = await new Promise((resolve) => child.on("exit", resolve))
  clearInterval(timer)
  if (code !== 0) throw new Error(`the batch ended with ${code}`)
  return { seconds: (performance.now() - start) / 1000, rss }
}

function create(flow: string, data: string): string[] {
  return ["run", "create", "--flow", flow, "--data", data, "--column-mapping", "x=${data.x}"]
}

function noOpFlow(folder: string): string {
  mkdirSync(folder)
  writeFileSync(
    join(folder, "flow.dag.yaml"),
    'inputs:\n  x: {type: int}\noutputs:\n  x: {type: int, reference: "${n.output}"}\nnodes:\n- name: n\n  type: typescript\n  source: {type: code, path: n.ts}\n  inputs: {x: "${inputs.x}"}\n',
  )
  writeFileSync(
    join(folder, "n.ts"),
    "export default function n({ x }: { x: number }): number {\n  return x\n}\n",
  )
  return folder
}

function llmChain(folder: string, nodes: number): string {
  mkdirSync(folder)
  const node = (i: number) => {
    const x = i === 0 ? "${inputs.x}" : `\${n${i - 1}.output}`
    return `- name: n${i}\n  type: llm\n  source: {type: code, path: n${i}.jinja2}\n  inputs: {model: m, temperature: 0, x: "${x}"}\n  connection: m\n  api: chat\n`
  }
  writeFileSync(
    join(folder, "flow.dag.yaml"),
    `inputs:\n  x: {type: int}\noutputs:\n  x: {type: string, reference: "\${n${nodes - 1}.output}"}\nnodes:\n${Array.from({ length: nodes }, (_, i) => node(i)).join("")}`,
  )
  for (let i = 0; i < nodes; i++) writeFileSync(join(folder, `n${i}.jinja2`), `# user:\n${i} {{ x }}\n`)
  return folder
}

/** Says the question again. */
async function model() {
  let asked = 0
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (chunk) => {
      body += chunk
    })
    request.on("end", () => {
      asked++
      const { messages } = JSON.parse(body) as { messages: { content: string }[] }
      const message = { role: "assistant", content: messages.at(-1)?.content }
      response.setHeader("content-type", "application/json")
      response.end(
        JSON.stringify({
          id: "1",
          object: "chat.completion",
          choices: [{ index: 0, finish_reason: "stop", message }],
        }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return { server, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked }
}

if (import.meta.main) await durability({ large: process.argv.includes("--large") })
