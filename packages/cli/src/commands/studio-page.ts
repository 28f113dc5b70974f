import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { MillraceError } from "@internal/schema"

const SIGNALS = ["SIGINT", "SIGTERM"] as const

/** The page's bundle: beside ours, or where the repository's is. */
export function pageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const places = [join(here, "studio"), join(here, "..", "..", "dist", "studio")]
  const found = places.find((place) => existsSync(join(place, "index.html")))
  if (!found)
    throw new MillraceError("FILE_NOT_FOUND", {
      path: "studio/index.html",
      reason: "Build it: node scripts/bundle.mjs",
    })
  return found
}

/** Waits for Ctrl-C. */
export function interrupted(): Promise<void> {
  return new Promise((end) => {
    for (const signal of SIGNALS) process.once(signal, () => end())
  })
}
