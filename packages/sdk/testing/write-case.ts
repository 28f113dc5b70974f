import { writeFiles } from "../../../tests/support/write-files.ts"
import { BYTES } from "./image-rows.ts"

/** Writes files of text, and images of base64 beside them. */
export function writeCase(
  folder: string,
  files: Record<string, string>,
  images: Record<string, string> = BYTES,
): void {
  writeFiles(folder, files)
  for (const [path, base64] of Object.entries(images)) {
    writeFiles(folder, { [path]: Buffer.from(base64, "base64") })
  }
}
