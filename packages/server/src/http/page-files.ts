import { existsSync, readFileSync, statSync } from "node:fs"
import { extname, join, normalize, sep } from "node:path"

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
}

export interface PageFile {
  type: string
  bytes: Buffer
}

/** A file of the page's bundle; any other address is the page itself, which knows what it means. */
export function pageFile(assets: string, path: string): PageFile | undefined {
  const wanted = normalize(join(assets, path))
  const isAsset = path.startsWith("/assets/")
  const file = isAsset ? wanted : join(assets, "index.html")
  if (isAsset && !wanted.startsWith(join(assets, "assets") + sep)) return undefined
  if (!existsSync(file) || !statSync(file).isFile()) return undefined
  return { type: TYPES[extname(file)] ?? "application/octet-stream", bytes: readFileSync(file) }
}
