import { readdirSync, readFileSync, type Stats, statSync } from "node:fs"
import { basename, join } from "node:path"
import { crc32 } from "node:zlib"

/** A folder as an uncompressed zip: the folder itself and all below it, under its base name; no entry may be over 4 GiB. */
export function zipFolder(folder: string): Buffer {
  const entries: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  const add = (path: string, name: string): void => {
    const stat = statSync(path)
    const content = stat.isDirectory() ? Buffer.alloc(0) : readFileSync(path)
    const encoded = Buffer.from(stat.isDirectory() ? `${name}/` : name)
    const common = commonFields(stat, content, encoded)
    const local = Buffer.concat([SIGNATURES.local, common, encoded, content])
    directory.push(centralEntry(stat, common, encoded, offset))
    entries.push(local)
    offset += local.length
    if (stat.isDirectory())
      for (const child of readdirSync(path).sort()) add(join(path, child), `${name}/${child}`)
  }
  add(folder, basename(folder))
  return Buffer.concat([...entries, ...directory, endOf(directory, offset)])
}

const SIGNATURES = {
  local: Buffer.from("PK\x03\x04"),
  central: Buffer.from("PK\x01\x02"),
  end: Buffer.from("PK\x05\x06"),
}
/** Names are UTF-8. */
const FLAGS = 0x800
/** 2.0: folders. */
const VERSION = 20
const UNIX = 3

/** What the header of an entry and its line in the directory share, up to the length of the extra field. */
function commonFields(stat: Stats, content: Buffer, name: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(VERSION, 0)
  fields.writeUInt16LE(FLAGS, 2)
  const { time, date } = dosTime(stat.mtime)
  fields.writeUInt16LE(time, 6)
  fields.writeUInt16LE(date, 8)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(content.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

function centralEntry(stat: Stats, common: Buffer, name: Buffer, offset: number): Buffer {
  const made = Buffer.from([VERSION, UNIX])
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(((stat.mode & 0xffff) * 0x10000 + (stat.isDirectory() ? 0x10 : 0)) >>> 0, 6)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([SIGNATURES.central, made, common, rest, name])
}

function endOf(directory: Buffer[], offset: number): Buffer {
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(
    directory.reduce((sum, entry) => sum + entry.length, 0),
    8,
  )
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([SIGNATURES.end, end])
}

/** A zip knows the years 1980 to 2107, and seconds by twos. */
function dosTime(at: Date): { time: number; date: number } {
  const year = Math.min(Math.max(at.getFullYear() - 1980, 0), 127)
  return {
    time: (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
    date: (year << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
  }
}
