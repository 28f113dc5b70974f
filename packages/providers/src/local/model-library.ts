import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { basename, isAbsolute, join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"

/** A model on this machine. */
export interface LocalModel {
  name: string
  file: string
  /** Bytes. */
  size: number
  sha256: string
  /** When the file was written that has this hash, in ms since the epoch; absent in entries of older versions. */
  modified?: number
  /** Whether the file lies in our folder, and goes when the model is deleted. */
  owned: boolean
}

export function modelFolder(home: string): string {
  return join(home, "models")
}

/** Every model that was pulled or added, by name. */
export async function listModels(home: string): Promise<LocalModel[]> {
  const names = await readdir(modelFolder(home)).catch(() => [])
  const models = await Promise.all(
    names.filter((name) => name.endsWith(".json")).map((name) => read(home, name)),
  )
  return models.filter((model) => model !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The file of a model: by name, or an absolute path of a `.gguf`. Fails with `MODEL_NOT_FOUND`. */
export async function findModel(home: string, name: string): Promise<string> {
  const model = isAbsolute(name) ? { file: name } : await read(home, `${name}.json`)
  if (model && (await exists(model.file))) return model.file
  const known = (await listModels(home)).map((model) => model.name)
  const hint =
    name === "smollm2" ? "millrace model pull smollm2" : `The models here are: ${known.join(", ") || "none"}.`
  throw new MillraceError("MODEL_NOT_FOUND", { model: name }, { hint })
}

const hashes = new Map<string, Promise<string>>()

/**
 * SHA-256 of a model's file. It is read once, and not at all where it is as it was when it was pulled or added. Fails as
 * `findModel`.
 */
export async function modelHash(home: string, name: string): Promise<string> {
  const file = await findModel(home, name)
  const { size, mtimeMs } = await stat(file)
  const key = `${file}\0${size}\0${mtimeMs}`
  const known = hashes.get(key) ?? hashOf(file, { size, mtimeMs }, { home, name })
  hashes.set(key, known)
  known.catch(() => hashes.delete(key))
  return known
}

async function hashOf(
  file: string,
  { size, mtimeMs }: { size: number; mtimeMs: number },
  { home, name }: { home: string; name: string },
): Promise<string> {
  const kept = isAbsolute(name) ? undefined : await read(home, `${name}.json`)
  return kept?.size === size && kept.modified === mtimeMs ? kept.sha256 : fileHash(file)
}

/** Makes a GGUF file usable by name (the file's own, without its ending, unless given). The file stays where it is. */
export async function addModel(file: string, options: { home: string; name?: string }): Promise<LocalModel> {
  const path = resolve(file)
  await checkGguf(path)
  const name =
    options.name ??
    basename(path)
      .replace(/\.gguf$/i, "")
      .toLowerCase()
  if (!/^[\w][\w.-]*$/.test(name)) {
    const reason = `${JSON.stringify(name)} is no name for a model: use letters, digits, . _ and -`
    throw new MillraceError("USAGE", { reason })
  }
  const { size, mtimeMs: modified } = await stat(path)
  const model = { name, file: path, size, sha256: await fileHash(path), modified, owned: false }
  await writeEntry(options.home, model)
  return model
}

/** Forgets a model; its file goes too when it was pulled. */
export async function deleteModel(name: string, options: { home: string }): Promise<LocalModel> {
  const model = await read(options.home, `${name}.json`)
  if (!model) throw new MillraceError("MODEL_NOT_FOUND", { model: name }, { hint: "millrace model list" })
  if (model.owned) await rm(model.file, { force: true })
  await rm(join(modelFolder(options.home), `${name}.json`), { force: true })
  return model
}

/** The entry appears whole or not at all. */
export async function writeEntry(home: string, model: LocalModel): Promise<void> {
  await mkdir(modelFolder(home), { recursive: true })
  const path = join(modelFolder(home), `${model.name}.json`)
  await writeFile(`${path}.${process.pid}`, `${JSON.stringify(model, null, 2)}\n`)
  await rename(`${path}.${process.pid}`, path)
}

async function read(home: string, name: string): Promise<LocalModel | undefined> {
  try {
    return JSON.parse(await readFile(join(modelFolder(home), name), "utf8"))
  } catch {
    return undefined
  }
}

async function checkGguf(path: string): Promise<void> {
  let magic: string
  try {
    await using file = await open(path)
    magic = (await file.read(Buffer.alloc(4), 0, 4, 0)).buffer.toString("latin1")
  } catch (error) {
    throw new MillraceError(
      "FILE_NOT_FOUND",
      { path, reason: "Give the path of a .gguf file." },
      { cause: error },
    )
  }
  if (magic !== "GGUF") throw new MillraceError("FILE_SHAPE", { path, reason: "it is not a GGUF file" })
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256")
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest("hex")
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
