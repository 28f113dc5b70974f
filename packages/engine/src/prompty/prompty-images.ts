import { createHash, randomUUID } from "node:crypto"
import { type ImageRef, type ImageSource, type MediaStore, MillraceError } from "@internal/schema"

const IMAGE_TEXT = /^data:image\/(.*);(path|base64|url):\s*(.*)$/

/** The image that an input such as `data:image/png;path: a.png` stands for; undefined for any other text (spec 1.4). */
export function imageSource(text: string): ImageSource | undefined {
  const [, type, kind, value = ""] = IMAGE_TEXT.exec(text) ?? []
  return kind === undefined ? undefined : { kind: kind as ImageSource["kind"], value, mime: `image/${type}` }
}

/** The images of one call, in memory. Those at an address are fetched by `fetcher`, or left to whoever gets the prompt. */
export class PromptyImages implements MediaStore {
  readonly key: string = randomUUID()
  readonly folder = ""
  readonly #read: (path: string) => Promise<Uint8Array>
  readonly #fetcher: MediaStore | undefined
  readonly #bytes = new Map<string, Uint8Array>()

  constructor(read: (path: string) => Promise<Uint8Array>, fetcher: MediaStore | undefined) {
    this.#read = read
    this.#fetcher = fetcher
  }

  async load(source: ImageSource, signal: AbortSignal): Promise<ImageRef> {
    const { kind, value, mime = "image/*" } = source
    const bytes = await this.#load(source, signal)
    const sha1 = createHash("sha1")
      .update(bytes.length === 0 ? value : bytes)
      .digest("hex")
    this.#bytes.set(sha1, bytes)
    return { kind: "image", sha1, mime, url: kind === "url" ? value : null }
  }

  bytes({ sha1 }: ImageRef): Uint8Array {
    return this.#bytes.get(sha1) ?? new Uint8Array()
  }

  async #load(source: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
    const { kind, value } = source
    if (kind === "url") {
      if (!this.#fetcher) return new Uint8Array()
      return this.#fetcher.bytes(await this.#fetcher.load(source, signal))
    }
    if (kind === "base64") return Buffer.from(value, "base64")
    try {
      return await this.#read(value)
    } catch (thrown) {
      const detail = `FileNotFoundError: the image ${value} cannot be read: ${(thrown as Error).message}`
      throw new MillraceError("LLM_FAILED", { detail }, { cause: thrown })
    }
  }
}
