import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { crc32, deflateSync } from "node:zlib"
import { gallery, type Message, recordAnswers } from "./record-answers.ts"

/**
 * Draws the pictures of the gallery and records the answers of its flows about them:
 *
 *     node scripts/gallery-images.ts
 *
 * No model is asked: a server on this machine knows what each picture shows, since it is drawn here, and says so.
 */
const WIDTH = 48
const HEIGHT = 36

type Colour = readonly [number, number, number]
const WHITE: Colour = [255, 255, 255]
const RED: Colour = [214, 40, 40]
const BLUE: Colour = [0, 84, 166]
const GREEN: Colour = [56, 142, 60]
const YELLOW: Colour = [250, 204, 21]

interface Picture {
  shows: string
  colour(x: number, y: number): Colour
}
const PICTURES: Record<string, Picture> = {
  "circle.png": {
    shows: "a red circle on the left of a white ground",
    colour: (x, y) => ((x - 14) ** 2 + (y - 18) ** 2 < 100 ? RED : WHITE),
  },
  "square.png": {
    shows: "a blue square in the middle of a white ground",
    colour: (x, y) => (Math.abs(x - 24) < 10 && Math.abs(y - 18) < 10 ? BLUE : WHITE),
  },
  "stripes.png": {
    shows: "green and yellow stripes, one above the other",
    colour: (_, y) => (Math.floor(y / 6) % 2 === 0 ? GREEN : YELLOW),
  },
}

/** Eight bits a channel, no filter: what `flip_image.py` reads without a library. */
function png({ colour }: Picture): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Array.from({ length: HEIGHT }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: WIDTH }, (_, x) => colour(x, y)).flat()]),
  )
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ])
}

const known = new Map<string, string>()
for (const picture of Object.values(PICTURES)) {
  known.set(`data:image/png;base64,${png(picture).toString("base64")}`, picture.shows)
}

/** About the pictures of the last message that has some. */
function answerTo(messages: Message[]): string {
  const last = messages.at(-1)?.content ?? ""
  const asked = typeof last === "string" ? last : last.map((part) => part.text ?? "").join(" ")
  const seen = messages
    .flatMap(({ content }) => (typeof content === "string" ? [] : [content]))
    .at(-1)
    ?.flatMap(({ image_url }) => (image_url ? [known.get(image_url.url) ?? "something else"] : []))
  if (!seen?.length) return "There is no picture."
  if (/colou?r/i.test(asked)) {
    const found = [...seen.join(" ").matchAll(/\b(red|blue|green|yellow|white)\b/g)].map((match) => match[0])
    return `The colours are ${[...new Set(found)].join(", ")}.`
  }
  return seen.length === 1 ? `The picture shows ${seen[0]}.` : `The pictures show ${seen.join("; ")}.`
}

for (const sample of ["describe-image", "chat-with-image"]) {
  await mkdir(join(gallery, sample, "images"), { recursive: true })
  for (const [name, picture] of Object.entries(PICTURES)) {
    await writeFile(join(gallery, sample, "images", name), png(picture))
  }
}
await recordAnswers(["describe-image", "chat-with-image"], answerTo)
