import { randomUUID } from "node:crypto"
import { constants, copyFileSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { imageDict, type MessageFormat, mapMediaJson, textDict } from "@internal/engine"
import {
  type ApiCall,
  callOf,
  type ImageRef,
  type Media,
  MillraceError,
  type NewEvent,
} from "@internal/schema"
import { fromPlain, Json, type Value } from "@internal/value"
import type { ImageFolder } from "./image-folder.ts"
import type { ImagePlace, ImagePlaces } from "./image-places.ts"

/** Turns images inside values into files and data of the flow's format, where values leave the engine (spec 2.5). */
export class ImageKeeper {
  readonly #images: ImageFolder
  readonly #format: MessageFormat
  readonly #wholeTexts: boolean
  readonly #made = new Set<string>()
  /** What became of values that records hold, so that a node's output is the same file everywhere. */
  readonly #recorded = new WeakMap<Json, Json>()

  /** `wholeTexts`: the records of a test hold texts as dicts, those of a run their words alone (seen on the original). */
  constructor(images: ImageFolder, format: MessageFormat, options: { wholeTexts?: boolean } = {}) {
    this.#images = images
    this.#format = format
    this.#wholeTexts = options.wholeTexts ?? false
  }

  /** The event as it is kept; the same event if it holds no images. */
  event(event: NewEvent, places: ImagePlaces): NewEvent {
    const kept = (json: Json): Json => this.#records(json, places(event))
    switch (event.type) {
      case "line-start":
      case "node-start": {
        const inputs = kept(event.inputs)
        return inputs === event.inputs ? event : { ...event, inputs }
      }
      case "node-end": {
        const output = kept(event.output)
        const calls = event.calls?.length ? this.#calls(event.calls, kept) : event.calls
        if (output === event.output && calls === event.calls) return event
        return { ...event, output, ...(calls && { calls }) }
      }
      case "line-end": {
        if (!event.outputs) return event
        // whole texts: a run over this one reads them as they were
        const outputs = this.outputs(event.outputs, places(event))
        return outputs === event.outputs ? event : { ...event, outputs }
      }
      case "metric":
        return { ...event, value: kept(event.value) }
      default:
        return event
    }
  }

  /** A value as the records of this execution have it. */
  recorded(json: Json): Json {
    return this.#recorded.get(json) ?? json
  }

  /** Outputs for whoever asked for them; without a place images are data. Texts keep their annotations. */
  outputs(json: Json, place: ImagePlace | undefined): Json {
    return mapMediaJson(json, this.#images, (media) =>
      media.kind === "text" ? this.#text(media.value, textDict(media)) : this.#dict(media, place),
    )
  }

  #records(json: Json, place: ImagePlace | undefined): Json {
    const made = this.#wholeTexts
      ? this.outputs(json, place)
      : mapMediaJson(json, this.#images, (media: Media) =>
          media.kind === "text" ? media.value : this.#dict(media, place),
        )
    if (made !== json) this.#recorded.set(json, made)
    return made
  }

  #text(plain: string, dict: Value): Value {
    return this.#format === "basic" ? plain : dict
  }

  #calls(calls: ApiCall[], kept: (json: Json) => Json): ApiCall[] {
    const json = Json.of(fromPlain(calls))
    const made = kept(json)
    return made === json ? calls : (made.value as Value[]).map(callOf) // only images change
  }

  #dict(image: ImageRef, place: ImagePlace | undefined): Value {
    if (image.url !== null) return imageDict(image, this.#format, { path: "" })
    if (place) return imageDict(image, this.#format, { path: place.address(this.#copy(image, place.folder)) })
    const base64 = Buffer.from(this.#images.bytes(image)).toString("base64")
    return imageDict(image, this.#format, { base64 })
  }

  /** A new file in the folder, named as the original does: by the subtype, nothing for one that is not known. */
  #copy(image: ImageRef, folder: string): string {
    const subtype = image.mime.slice(image.mime.indexOf("/") + 1)
    const ending = /^[\w.+-]+$/.test(subtype) ? `.${subtype}` : ""
    const file = `${randomUUID()}${ending}`
    try {
      if (!this.#made.has(folder)) mkdirSync(folder, { recursive: true })
      this.#made.add(folder)
      copyFileSync(this.#images.file(image.sha1), join(folder, file), constants.COPYFILE_FICLONE)
    } catch (cause) {
      const reason = `an image could not be written (${cause instanceof Error ? cause.message : cause})`
      const hint = "Check the disk and the permissions."
      throw new MillraceError("STORE_FAILED", { subject: `The folder ${folder}`, reason, hint }, { cause })
    }
    return file
  }
}
