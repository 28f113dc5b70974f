import { createHash, randomUUID } from "node:crypto"
import { type ImageRef, type ImageSource, type MediaStore, MillraceError } from "@internal/schema"

const IMAGE_TEXT = /^data:image\/(.*);(path|base64|url):\s*(.*)$/

/** The image that an input such as `data:image/png;path: a.png` stands for; undefined for any other text (spec 1.4). */
export function imageSource(text: string): ImageSource | undefined {
  const [, type, kind, value = ""] = IMAGE_TEXT.exec(text) ?? []
  return kind === undefined ? undefined : { kind: kind as ImageSource["kind"], value, mime: `image/${type}` }
}

/** The images of one call, in memory. One at an address is left to whoever gets the prompt: it is not fetched. */
export class PromptyImages implements MediaStore {
  readonly key: string = randomUUID()
  readonly folder = ""
  readonly #read: (path: string) => Promise<Uint8Array>
  readonly #bytes = new Map<string, Uint8Array>()

  constructor(read: (path: string) => Promise<Uint8Array>) {
    this.#read = read
  }

  async load({ kind, value, mime = "image/*" }: ImageSource): Promise<ImageRef> {
    const bytes = await this.#load(kind, value)
    const sha1 = createHash("sha1")
      .update(kind === "url" ? value : bytes)
      .digest("hex")
    this.#bytes.set(sha1, bytes)
    return { kind: "image", sha1, mime, url: kind === "url" ? value : null }
  }

  bytes({ sha1 }: ImageRef): Uint8Array {
    return this.#bytes.get(sha1) ?? new Uint8Array()
  }

  async #load(kind: ImageSource["kind"], value: string): Promise<Uint8Array> {
    if (kind === "url") return new Uint8Array()
    if (kind === "base64") return Buffer.from(value, "base64")
    try {
      return await this.#read(value)
    } catch (thrown) {
      const detail = `FileNotFoundError: the image ${value} cannot be read: ${(thrown as Error).message}`
      throw new MillraceError("LLM_FAILED", { detail }, { cause: thrown })
    }
  }
}
