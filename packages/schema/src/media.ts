import type { Value } from "@internal/value"

/** Where an image is to be had (spec 2.5). `mime` is what its key says; a path is relative to the flow folder. */
export interface ImageSource {
  kind: "path" | "base64" | "url"
  value: string
  mime?: string
}

/** An image of an execution: its bytes are a file of the store, named by their hash. */
export interface ImageRef {
  kind: "image"
  /** 40 hex digits; the first 8 are what `str(image)` shows. */
  sha1: string
  /** `image/png`; `image/*` where neither its source nor its bytes say more. */
  mime: string
  /** Where it was fetched from. */
  url: string | null
}

/** Text of the openai-vision format that came as a dict: a `str` with annotations. */
export interface TextRef {
  kind: "text"
  value: string
  annotations: Value
}

export type Media = ImageRef | TextRef

/**
 * Images of one execution, as files that the engine and its Python workers share. Inside values an image is a dict of one
 * entry under `key`, which no data can know beforehand; it becomes a dict of the flow's format where it leaves the engine.
 */
export interface MediaStore {
  readonly key: string
  /** Absolute; it exists once there is an image. */
  readonly folder: string
  /** Fetches, reads or decodes. Rejects with `IMAGE_INVALID`. */
  load(source: ImageSource, signal: AbortSignal): Promise<ImageRef>
  bytes(image: ImageRef): Uint8Array
}
