import { ApiFailure, call } from "../api/call.ts"

const ENDINGS: Record<string, string> = {
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/gif": ".gif",
  "image/webp": ".webp",
  "image/bmp": ".bmp",
  "image/tiff": ".tiff",
}

/**
 * Keeps an image in `images` of the flow's folder, where git and test cases have it too. Answers its path from the flow's
 * folder. One that is there already under the name is not written over: the other gets the hash of its content.
 */
export async function keepImage(folder: string, file: File): Promise<string> {
  const name = imageName(file)
  const at = (path: string) => (folder === "." ? path : `${folder}/${path}`)
  const path = `images/${name}`
  try {
    await call("files.upload", { query: { path: at(path) }, upload: file } as never)
    return path
  } catch (thrown) {
    if (!isThere(thrown)) throw thrown
  }
  const dot = name.lastIndexOf(".")
  const hashed = `images/${name.slice(0, dot)}-${await hashOf(file)}${name.slice(dot)}`
  try {
    await call("files.upload", { query: { path: at(hashed) }, upload: file } as never)
  } catch (thrown) {
    if (!isThere(thrown)) throw thrown // else it is the same image
  }
  return hashed
}

/** A name that a path of a flow can hold; what is pasted has none of its own. */
export function imageName({ name, type }: Pick<File, "name" | "type">): string {
  const ending = /\.[A-Za-z0-9]+$/.exec(name)?.[0].toLowerCase() ?? ENDINGS[type] ?? ".png"
  const stem = name
    .replace(/\.[^.]*$/, "")
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
  return `${stem || "image"}${ending}`
}

/** An image as lists and objects hold it, by the flow's `message_format`. */
export function imageValue(path: string, mime: string, format: string): Record<string, unknown> {
  return format === "openai-vision"
    ? { type: "image_file", image_file: { path } }
    : { [`data:${mime || "image/*"};path`]: path }
}

export function imagesOf(files: Iterable<File> | null | undefined): File[] {
  return [...(files ?? [])].filter(({ type }) => type.startsWith("image/"))
}

function isThere(thrown: unknown): boolean {
  return thrown instanceof ApiFailure && thrown.code === "FILE_EXISTS"
}

async function hashOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer())
  return Array.from(new Uint8Array(digest).slice(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
