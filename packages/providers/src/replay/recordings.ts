import { appendFile, mkdir, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { MillraceError, type ModelDelta, type ModelFailure } from "@internal/schema"
import { difference, type Identity } from "./identity.ts"

/** An answer as it came, for code of a flow that reads it with an SDK of its own. */
export interface WireAnswer {
  status: number
  /** Content type. */
  type: string
  body: string
}
/** What came of a call of such code: an answer of the server, or a failure to get one. */
export type ForeignAnswer = { wire: WireAnswer } | { failed: ModelFailure }
export interface RecordedAnswer {
  wire?: WireAnswer
  deltas?: ModelDelta[]
  embedding?: { vectors: number[][]; usage?: unknown; model?: string }
  failure?: { data: ModelFailure; hint: string }
}
interface Recording {
  key: string
  /** The canonical request, for the words of a miss. */
  request: unknown
  answer: RecordedAnswer
}

const FILE = "calls.jsonl"

/** The recordings of one folder: JSON lines, one a call, in any number of `.jsonl` files; the last of a key counts. */
export class Recordings {
  readonly dir: string
  #loaded: Promise<Map<string, Recording>> | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(dir: string) {
    this.dir = dir
  }

  /** `others`: calls whose answers would do as well. */
  async find(identity: Identity, ...others: Identity[]): Promise<RecordedAnswer> {
    const recordings = await this.#load()
    for (const { key } of [identity, ...others]) {
      const found = recordings.get(key)
      if (found) return found.answer
    }
    throw new MillraceError("REPLAY_MISS", {
      difference: nearest(identity, recordings, this.dir),
      dir: this.dir,
    })
  }

  /** Kept once the promise resolves. A failure never replaces an answer: the call may have been tried again. */
  async add(identity: Identity, answer: RecordedAnswer): Promise<void> {
    const recordings = await this.#load()
    const before = recordings.get(identity.key)
    if (before && (answer.failure ? !before.answer.failure : same(before.answer, answer))) return
    const recording = { key: identity.key, request: JSON.parse(identity.text), answer }
    recordings.set(identity.key, recording)
    this.#writing = this.#writing.then(() => this.#write(recording))
    await this.#writing
  }

  async #write(recording: Recording): Promise<void> {
    try {
      await mkdir(this.dir, { recursive: true })
      await appendFile(join(this.dir, FILE), `${JSON.stringify(recording)}\n`)
    } catch (cause) {
      const reason = `recordings cannot be written there: ${cause instanceof Error ? cause.message : cause}`
      throw new MillraceError("FILE_SHAPE", { path: this.dir, reason }, { cause })
    }
  }

  #load(): Promise<Map<string, Recording>> {
    this.#loaded ??= load(this.dir)
    return this.#loaded
  }
}

async function load(dir: string): Promise<Map<string, Recording>> {
  const recordings = new Map<string, Recording>()
  const names = await readdir(dir).catch(() => [])
  for (const name of names.filter((name) => name.endsWith(".jsonl")).sort()) {
    const path = join(dir, name)
    const lines = (await readFile(path, "utf8")).split("\n")
    for (const [i, line] of lines.entries()) {
      if (line === "") continue
      const recording = parseRecording(line)
      if (!recording) throw new MillraceError("FILE_SHAPE", { path, reason: `line ${i + 1} is no recording` })
      const before = recordings.get(recording.key)
      if (!recording.answer.failure || !before || before.answer.failure)
        recordings.set(recording.key, recording)
    }
  }
  return recordings
}

function parseRecording(line: string): Recording | undefined {
  try {
    const { key, request, answer } = JSON.parse(line)
    return typeof key === "string" && request && answer ? { key, request, answer } : undefined
  } catch {
    return undefined
  }
}

function nearest(asked: Identity, recordings: Map<string, Recording>, dir: string): string {
  if (recordings.size === 0) return `there are no recordings in ${dir}.`
  const here: unknown = JSON.parse(asked.text)
  let best: ReturnType<typeof difference> | undefined
  for (const { request } of recordings.values()) {
    const found = difference(here, request)
    if (!best || found.count < best.count || (found.count === best.count && found.common > best.common))
      best = found
  }
  return `in the nearest of ${recordings.size}, ${best?.words}.`
}

function same(a: RecordedAnswer, b: RecordedAnswer): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
