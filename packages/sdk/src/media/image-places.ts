import { join, relative } from "node:path"
import type { NewEvent } from "@internal/schema"

/** Where an image goes that leaves the engine: a folder, and the address of a file in it as data has it. */
export interface ImagePlace {
  folder: string
  address(file: string): string
}

/** Where images of an event go; undefined: they stay in the data, as base64. */
export type ImagePlaces = (event: NewEvent) => ImagePlace | undefined

function absolute(folder: string): ImagePlace {
  return { folder, address: (file) => join(folder, file) }
}

/** A run keeps images beside the records that name them (spec 4.10). */
export function runPlaces(runFolder: string): ImagePlaces {
  const lines = absolute(join(runFolder, "flow_artifacts"))
  const nodes = new Map<string, ImagePlace>() // asked for every event
  return (event) => {
    if (!("node" in event) || event.node === undefined) return lines
    let place = nodes.get(event.node)
    if (!place) {
      place = absolute(join(runFolder, "node_artifacts", event.node.replace(/[/\\]|^\.+$/g, "_")))
      nodes.set(event.node, place)
    }
    return place
  }
}

/**
 * A test keeps them in `intermediate` of its folder. Records name them from `base`: the flow folder, or the folder that was
 * given for the files of the test (seen on the original).
 */
export function testPlaces(testFolder: string, base: string): ImagePlaces {
  const folder = join(testFolder, "intermediate")
  const shown = relative(base, folder).replaceAll("\\", "/")
  return () => ({ folder, address: (file) => `${shown}/${file}` })
}

/** The outputs that a test answers. */
export function outputPlace(testFolder: string): ImagePlace {
  return absolute(join(testFolder, "output"))
}
