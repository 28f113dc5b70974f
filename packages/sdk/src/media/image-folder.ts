import { createHash, randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { readFile, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { guessMime } from "@internal/engine"
import { type ImageRef, type ImageSource, type MediaStore, MillraceError } from "@internal/schema"
import type { Context } from "../context.ts"

/** A file or an answer larger than this is no image that a model would take. */
const LIMIT = 100 * 1024 * 1024
const PREFIX = "millrace-images-"

/**
 * Images of one execution, files of a folder of its own in the machine's temporary folder. The folder is made for the
 * first image, by the engine or by one of its Python workers, and removed with the execution.
 */
export class ImageFolder implements MediaStore, Disposable {
  readonly key = `image:${randomBytes(16).toString("hex")}`
  readonly folder = join(tmpdir(), `${PREFIX}${process.pid}-${randomBytes(8).toString("hex")}`)
  readonly #context: Context
  /** Relative paths start here. */
  readonly #base: string

  constructor(context: Context, base: string) {
    this.#context = context
    this.#base = base
  }

  async load(source: ImageSource, signal: AbortSignal): Promise<ImageRef> {
    const bytes = await this.#fetch(source, signal)
    if (bytes.length === 0) throw refused(`${shown(source)} is empty`)
    const url = source.kind === "url" ? source.value : null
    return { kind: "image", sha1: this.#keep(bytes), mime: source.mime ?? guessMime(bytes), url }
  }

  bytes({ sha1 }: ImageRef): Uint8Array {
    return readFileSync(this.file(sha1))
  }

  file(sha1: string): string {
    return join(this.folder, sha1)
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #fetch(source: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
    if (source.kind === "base64") return decoded(source)
    try {
      return source.kind === "path"
        ? await readImage(resolve(this.#base, source.value))
        : await this.#get(source, signal)
    } catch (thrown) {
      if (thrown instanceof MillraceError || signal.aborted) throw thrown
      throw refused(`${shown(source)} cannot be read: ${reasonOf(thrown)}`, thrown)
    }
  }

  async #get({ value }: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
    const { fetchPublic, outgoingHttp } = await import("@internal/providers")
    const { env } = this.#context.places
    const http = this.#context.shared("http", () => outgoingHttp(env))
    const trusted = (env.MILLRACE_IMAGE_HOSTS ?? "").split(",").map((host) => host.trim())
    return fetchPublic(value, { http, signal, limit: LIMIT, trusted: trusted.filter(Boolean) })
  }

  #keep(bytes: Uint8Array): string {
    const sha1 = createHash("sha1").update(bytes).digest("hex")
    const path = this.file(sha1)
    if (existsSync(path)) return sha1
    if (!existsSync(this.folder)) {
      removeLeftOver()
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    }
    const temporary = `${path}.${randomBytes(4).toString("hex")}`
    writeFileSync(temporary, bytes)
    renameSync(temporary, path)
    return sha1
  }
}

async function readImage(path: string): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > LIMIT) throw new Error(`it is larger than ${LIMIT} bytes`)
  return readFile(path)
}

function decoded(source: ImageSource): Uint8Array {
  const isWhole = /^[A-Za-z0-9+/]*={0,2}$/.test(source.value) && source.value.length % 4 === 0
  if (!isWhole) throw refused(`${shown(source)} is not base64`)
  return Buffer.from(source.value, "base64")
}

function shown({ kind, value }: ImageSource): string {
  return `${kind === "base64" ? "the base64 text " : ""}${value.length > 100 ? `${value.slice(0, 100)}…` : value || '""'}`
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const { code } = thrown as NodeJS.ErrnoException
  if (code === "ENOENT") return "there is no such file"
  if (code === "EISDIR") return "it is a folder"
  if (code === "ENOTFOUND") return "there is no such host"
  return thrown.message
}

function refused(reason: string, cause?: unknown): MillraceError {
  return new MillraceError("IMAGE_INVALID", { reason }, { cause })
}

/** Folders of processes that were killed. */
function removeLeftOver(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN
    if (Number.isNaN(pid) || isRunning(pid)) continue
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
