import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { BYTES } from "./image-rows.ts"

/** Writes files of text, and images of base64 beside them. */
export async function writeCase(
  folder: string,
  files: Record<string, string>,
  images: Record<string, string> = BYTES,
): Promise<void> {
  const contents = [
    ...Object.entries(files).map(([path, text]) => [path, Buffer.from(text)] as const),
    ...Object.entries(images).map(([path, base64]) => [path, Buffer.from(base64, "base64")] as const),
  ]
  for (const [path, content] of contents) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}
