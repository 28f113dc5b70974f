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
    return name === "source_url" ? this.image.url : undefined
  }
  pyLen(): number {
    return this.#store.bytes(this.image).length
  }
  pyEquals(other: unknown): boolean {
    return other instanceof TemplateImage && other.image.sha1 === this.image.sha1
  }
}

/** The value as a template sees it: images that print their hash, texts as text. */
export function withTemplateImages(value: Value, store: MediaStore): unknown {
  return mapMedia(value, store, (media) =>
    media.kind === "text" ? media.value : (new TemplateImage(media, store) as unknown as Value),
  )
}
