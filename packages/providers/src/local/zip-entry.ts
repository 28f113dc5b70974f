import { type FileHandle, open } from "node:fs/promises"
import type { Readable } from "node:stream"
import { createInflateRaw } from "node:zlib"

interface Entry {
  name: string
  method: number
  compressed: number
  size: number
  offset: number
}

/** The bytes of the first file of a zip archive whose name passes the test; nothing when there is none. */
export async function zipEntry(
  path: string,
  wanted: (name: string) => boolean,
): Promise<{ name: string; size: number; bytes: Readable } | undefined> {
  const file = await open(path)
  try {
    const entry = (await entries(file)).find(({ name }) => wanted(name))
    if (!entry) return void (await file.close())
    const header = await read(file, entry.offset, 30)
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    // The stream closes the file.
    const raw = file.createReadStream({ start, end: start + entry.compressed - 1 })
    if (entry.method === 0) return { name: entry.name, size: entry.size, bytes: raw }
    if (entry.method !== 8) throw new Error(`${entry.name} is packed by method ${entry.method}`)
    const inflate = createInflateRaw()
    raw.on("error", (error) => inflate.destroy(error))
    return { name: entry.name, size: entry.size, bytes: raw.pipe(inflate) }
  } catch (error) {
    await file.close().catch(() => {})
    throw error
  }
}

const END = 0x06054b50
const CENTRAL = 0x02014b50

async function entries(file: FileHandle): Promise<Entry[]> {
  const { size } = await file.stat()
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== END) at--
  if (at < 0) throw new Error("it is not a zip archive")
  const directory = await read(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12))
  const found: Entry[] = []
  for (let p = 0; p + 46 <= directory.length && directory.readUInt32LE(p) === CENTRAL; ) {
    const name = directory.readUInt16LE(p + 28)
    found.push({
      name: directory.toString("utf8", p + 46, p + 46 + name),
      method: directory.readUInt16LE(p + 10),
      compressed: directory.readUInt32LE(p + 20),
      size: directory.readUInt32LE(p + 24),
      offset: directory.readUInt32LE(p + 42),
    })
    p += 46 + name + directory.readUInt16LE(p + 30) + directory.readUInt16LE(p + 32)
  }
  return found
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
