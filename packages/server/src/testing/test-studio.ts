import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type RunningStudio, startStudio } from "../start-studio.ts"

export interface TestStudio extends AsyncDisposable {
  folder: string
  home: string
  running: RunningStudio
  base: string
  session: string
  /** Asks with the session, as the page does; `headers` go before it. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** The JSON of a call that must succeed. */
  get<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>
  /** The lines of an answer that comes bit by bit, until it ends or `signal` says so. */
  lines(path: string, signal?: AbortSignal): AsyncGenerator<Line>
  /** The lines of a work, from a number on, until its end. */
  workLines(work: string, after?: number): Promise<Line[]>
  write(path: string, text: string): void
}

export interface Line {
  seq: number
  event?: { type: string } & Record<string, unknown>
  journal?: { seq: number; text: string }
}

/** A real server over a new folder, with a home of its own. */
export async function openTestStudio(): Promise<TestStudio> {
  const root = mkdtempSync(join(tmpdir(), "millrace-studio-"))
  const folder = join(root, "flows")
  const home = join(root, "home")
  const assets = join(root, "assets")
  mkdirSync(folder)
  mkdirSync(join(assets, "assets"), { recursive: true })
  writeFileSync(join(assets, "index.html"), "<!doctype html><title>page</title>")
  writeFileSync(join(assets, "assets", "main.js"), "export {}")
  const running = await startStudio({ folder, assets, home })
  const base = `http://127.0.0.1:${running.port}`
  const token = new URL(running.address()).hash.slice("#token=".length)
  const send = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    fetch(base + path, {
      method,
      headers: {
        ...(body !== undefined && {
          "content-type": body instanceof Uint8Array ? "application/octet-stream" : "application/json",
        }),
        ...headers,
      },
      ...(body !== undefined && {
        body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
      }),
    })
  const opened = (await (await send("POST", "/api/session", { token }, {})).json()) as { session: string }
  const ask: TestStudio["ask"] = (method, path, body, headers = {}) =>
    send(method, `/api${path}`, body, { authorization: `Bearer ${opened.session}`, ...headers })
  async function* lines(path: string, signal?: AbortSignal): AsyncGenerator<Line> {
    const answer = await fetch(`${base}/api${path}`, {
      headers: { authorization: `Bearer ${opened.session}` },
      ...(signal && { signal }),
    })
    if (!answer.ok || !answer.body) throw new Error(`${answer.status}: ${await answer.text()}`)
    let text = ""
    try {
      for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
        text += chunk
        for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
          yield JSON.parse(text.slice(0, end)) as Line
          text = text.slice(end + 1)
        }
      }
    } catch (thrown) {
      if (!signal?.aborted) throw thrown
    }
  }
  return {
    folder,
    home,
    lines,
    async workLines(work, after = 0) {
      const all: Line[] = []
      for await (const line of lines(`/work/${work}/events?after=${after}`)) all.push(line)
      return all
    },
    running,
    base,
    session: opened.session,
    ask,
    async get<T>(method: string, path: string, body?: unknown) {
      const answer = await ask(method, path, body)
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${answer.status}: ${text}`)
      return JSON.parse(text) as T
    },
    write(path, text) {
      const file = join(folder, path)
      mkdirSync(join(file, ".."), { recursive: true })
      writeFileSync(file, text)
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
