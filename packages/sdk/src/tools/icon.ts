import { readFileSync } from "node:fs"
import { extname, resolve } from "node:path"
import type { ToolMeta } from "./tool-meta.ts"

const SIZE = 16
const TYPES: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".svg": "image/svg+xml",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
}

/** The meta with its icon, or its light and dark ones, as data URLs of 16 by 16 points (spec 6.4). */
export async function withIcons(meta: ToolMeta, folder: string): Promise<ToolMeta> {
  const { icon } = meta
  if (typeof icon === "string") return { ...meta, icon: await dataUrl(icon, folder) }
  if (typeof icon !== "object" || icon === null) return meta
  const shades: [string, string][] = []
  for (const [shade, path] of Object.entries(icon)) shades.push([shade, await dataUrl(String(path), folder)])
  return { ...meta, icon: Object.fromEntries(shades) }
}

async function dataUrl(path: string, folder: string): Promise<string> {
  if (path.startsWith("data:")) return path
  const bytes = readFileSync(resolve(folder, path))
  const type = TYPES[extname(path).toLowerCase()] ?? "application/octet-stream"
  const small = type === "image/png" ? await scaled(bytes) : bytes
  return `data:${type};base64,${small.toString("base64")}`
}

/** A PNG of another size scaled to the icon's by the mean of what each point covers; other formats stay as they are. */
async function scaled(png: Buffer): Promise<Buffer> {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  if (width === SIZE && height === SIZE) return png
  const { decode, encode } = await import("fast-png")
  const image = decode(png)
  const { channels } = image
  const data = new Uint8Array(SIZE * SIZE * channels)
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      for (let channel = 0; channel < channels; channel++) {
        data[(y * SIZE + x) * channels + channel] = mean(image, x, y, channel)
      }
    }
  }
  return Buffer.from(encode({ width: SIZE, height: SIZE, data, channels, depth: 8 }))
}

interface Image {
  width: number
  height: number
  channels: number
  depth: number
  data: ArrayLike<number>
}

function mean(
  { width, height, channels, depth, data }: Image,
  x: number,
  y: number,
  channel: number,
): number {
  const [left, right] = covered(x, width)
  const [top, bottom] = covered(y, height)
  let sum = 0
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++)
      sum += data[(row * width + column) * channels + channel] as number // within the image
  }
  const value = sum / ((right - left) * (bottom - top))
  return Math.round(depth === 16 ? value / 257 : value)
}

/** Points of the image, from and up to, that a point of the icon covers: at least one. */
function covered(at: number, size: number): [number, number] {
  const from = Math.min(Math.floor((at * size) / SIZE), size - 1)
  return [from, Math.max(from + 1, Math.floor(((at + 1) * size) / SIZE))]
}
