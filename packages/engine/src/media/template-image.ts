import type { ForeignObject } from "@internal/jinja"
import type { ImageRef, MediaStore } from "@internal/schema"
import type { Value } from "@internal/value"
import { imageText, mapMedia } from "./media-values.ts"

/** An image in a template: prints as `Image(xxxxxxxx)`, which chat prompts of vision tools turn into the image again. */
export class TemplateImage implements ForeignObject {
  readonly pyType = "Image"
  readonly pyModule = "promptflow.contracts.multimedia"
  readonly image: ImageRef
  readonly #store: MediaStore

  constructor(image: ImageRef, store: MediaStore) {
    this.image = image
    this.#store = store
  }
  pyRepr(): string {
    return imageText(this.image)
  }
  pyGetAttr(name: string): unknown {
    if (name === "source_url") return this.image.url
    if (name === "to_base64") {
      return method(name, (args, kwargs) => this.#base64(args[0] ?? kwargs?.get("with_type")))
    }
    return name === "serialize" ? method(name, () => imageText(this.image)) : undefined
  }
  pyLen(): number {
    return this.#store.bytes(this.image).length
  }
  #base64(withType: unknown): string {
    const text = Buffer.from(this.#store.bytes(this.image)).toString("base64")
    return withType === true ? `data:${this.image.mime};base64,${text}` : text
  }
  pyEquals(other: unknown): boolean {
    return other instanceof TemplateImage && other.image.sha1 === this.image.sha1
  }
}

function method(name: string, pyCall: NonNullable<ForeignObject["pyCall"]>): ForeignObject {
  return { pyType: "method", pyRepr: () => `<bound method Image.${name}>`, pyCall }
}

/** The value as a template sees it: images that print their hash, texts as text. */
export function withTemplateImages(value: Value, store: MediaStore): unknown {
  return mapMedia(value, store, (media) =>
    media.kind === "text" ? media.value : (new TemplateImage(media, store) as unknown as Value),
  )
}
