import { cp, mkdir, readdir } from "node:fs/promises"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { MillraceError } from "@internal/schema"
import type { GalleryOperations, GallerySample } from "../api/look.ts"
import type { Context } from "../context.ts"
import { describeFlow } from "../flow/describe-flow.ts"

const folder = fileURLToPath(new URL("../../../../gallery/", import.meta.url))
/** Beside samples lie their tests' answers, which a copy does not need. */
const LEFT = new Set(["__pycache__", ".promptflow"])

export function galleryOperations(context: Context): GalleryOperations {
  const list = async (): Promise<GallerySample[]> => {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ name, folder: join(folder, name) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }
  const need = async (name: string) => {
    const found = (await list()).find((sample) => sample.name === name)
    if (!found) throw new MillraceError("FLOW_NOT_FOUND", { path: name })
    return found
  }
  return {
    list,
    async clone(name, to) {
      const { folder } = await need(name)
      const target = resolve(context.places.cwd, to)
      await mkdir(target, { recursive: true })
      if ((await readdir(target)).length > 0) throw new MillraceError("FOLDER_NOT_EMPTY", { path: target })
      await cp(folder, target, {
        recursive: true,
        filter: (path) => !LEFT.has(path.split(/[/\\]/).at(-1) ?? ""),
      })
      return target
    },
    describe: async (name) => describeFlow(context, (await need(name)).folder, { careful: true }),
  }
}
