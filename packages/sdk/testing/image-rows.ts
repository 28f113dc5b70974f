/** Questions about images that the original 1.18.5 was asked too; its answers are in `src/media/__fixtures__/row-answers.json`. */

/** One red and one blue pixel as PNG, in base64. */
export const RED =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
export const BLUE =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC"

/** Pixels are written as bytes, everything else as text. */
export const BYTES: Record<string, string> = {
  "flow/red.png": RED,
  "flow/pic12": RED,
  "flow/sub/blue.png": BLUE,
  "data/blue.png": BLUE,
  "data/sub/blue.png": BLUE,
}

const SHOW = `from promptflow.core import tool
from promptflow.contracts.multimedia import Image


def told(x):
    if isinstance(x, Image):
        return f"{x!s} {x._mime_type} {x.source_url}"
    if isinstance(x, list):
        return [told(item) for item in x]
    if isinstance(x, dict):
        return {key: told(item) for key, item in x.items()}
    return f"{type(x).__name__} {x!r}"


@tool
def show(x: object):
    return told(x)
`
const BACK = `from promptflow.core import tool


@tool
def back(x: object):
    return x
`

const node = (name: string, x: string) =>
  `- name: ${name}\n  type: python\n  source: {type: code, path: ${name}.py}\n  inputs: {x: "${x}"}\n`

/** A flow that shows its input `x` to Python, and gives it back. */
export function echoFlow(type: string, head = ""): Record<string, string> {
  return {
    "flow/flow.dag.yaml":
      `${head}inputs:\n  x: {type: ${type}}\noutputs:\n` +
      '  show: {type: object, reference: "${show.output}"}\n  back: {type: object, reference: "${back.output}"}\n' +
      `nodes:\n${node("back", "${inputs.x}")}${node("show", "${back.output}")}`,
    "flow/show.py": SHOW,
    "flow/back.py": BACK,
  }
}

export interface RowCase {
  id: string
  files: Record<string, string>
  /** Values of the input `x`, one a row of `data/rows.jsonl`. */
  rows: unknown[]
}

const basic = (kind: string, value: unknown, mime = "image/png") => ({ [`data:${mime};${kind}`]: value })
const file = (path: string, more = {}) => ({ type: "image_file", image_file: { path, ...more } })
const url = (at: unknown, more = {}) => ({ type: "image_url", image_url: { url: at, ...more } })

const BASIC_ROWS = [
  basic("path", "blue.png"),
  basic("path", "sub/blue.png", "image/*"),
  basic("path", "../flow/red.png"),
  basic("base64", RED, "image/jpeg"),
  basic("base64", `data:image/png;base64,${RED}`, "image/gif"),
  `data:image/jpeg;base64,${RED}`,
  "red.png",
  "sub/blue.png",
  "blue.png",
  "pic12",
  RED,
  RED.slice(0, -1),
  "abcd",
  "abc",
  "abcdef",
  "ab==",
  "ab=c",
  "a b",
  "",
  "ftp://host/x.png",
  "https://",
  "http://127.0.0.1:9/x.png",
  basic("url", "http://10.1.2.3/x.png"),
  basic("url", "x.png"),
  basic("path", "none.png"),
  basic("path", ""),
  basic("path", "blue.png", "image/"),
  basic("base64", "%%%"),
  basic("base64", "abc"),
  basic("base64", "abcdef"),
  basic("base64", "ab=="),
  basic("base64", "ab=c"),
  basic("base64", "ab cd"),
  basic("base64", "AAAA", "image/svg+xml"),
  { "data:image/PNG;PATH": "blue.png" },
  { "data:audio/png;path": "blue.png" },
  { "data:image/png; path": "blue.png" },
  { ...basic("path", "blue.png"), b: 1 },
  { a: 1 },
  {},
  5,
  1.5,
  true,
  [basic("path", "blue.png"), "red.png"],
  [[basic("path", "blue.png")]],
  { a: [basic("path", "blue.png"), { b: basic("path", "sub/blue.png"), c: 1 }] },
  { type: "image_file", image_file: { path: "blue.png" } },
]

const VISION_ROWS = [
  file("blue.png"),
  file("blue.png", { a: 1 }),
  { ...file("blue.png"), z: 1 },
  file("none.png"),
  file(""),
  { type: "image_file", image_file: "blue.png" },
  url(`data:image/jpeg;base64,${RED}`),
  url(RED),
  url(RED, { detail: "low" }),
  url("%%%"),
  url("blue.png"),
  url("data:text/plain;base64,AAAA"),
  url("http://127.0.0.1:9/x.png"),
  { type: "image_url" },
  { type: "image_url", image_url: RED },
  { type: "text", text: "hi" },
  { type: "text", text: { value: "hi", annotations: [1] } },
  { type: "text", text: { value: "hi" } },
  { type: "text", text: "hi", more: 1 },
  { type: "text", text: 5 },
  [{ type: "text", text: "hi" }, file("blue.png"), url(RED)],
  basic("path", "blue.png"),
  "red.png",
  RED,
]

const RETURNED: Record<string, string> = {
  url: 'Image(R, "image/png", "http://host/x.png")',
  plain: "Image(R)",
  jpg: 'Image(R, "image/jpeg")',
  keys: "{1: Image(R)}",
  nested: "[Image(R), None, {'a': [Image(R)]}]",
  unknown: 'Image(b"hello")',
  base64: "Image(R).to_base64(with_type=True)",
  serialized: "[Image(R).serialize(), Image(R).serialize(lambda x: len(x)), Image(R) == R, len(Image(R))]",
  gif: "Image(b'GIF89a' + bytes(20))",
  jpeg: "Image(bytes([255, 216, 255]))",
  bmp: "Image(b'BM')",
  webp: "Image(b'RIFF' + bytes(4) + b'WEBPVP8 ')",
  wav: "Image(b'RIFF' + bytes(4) + b'WAVE')",
  tiff: "Image(b'MM' + bytes([0, 42]) + bytes(30))",
  icon: "Image(bytes([0, 0, 1, 0]) + bytes(30))",
  heic: "Image(bytes([0, 0, 0, 24]) + b'ftypheic' + bytes(30))",
  avif: "Image(bytes([0, 0, 0, 24]) + b'ftypavif' + bytes(30))",
  psd: "Image(b'8BPS' + bytes(30))",
  apng: "Image(bytes([137]) + b'PNG' + bytes([13, 10, 26, 10, 0, 0, 0, 13]) + b'IHDR' + bytes(17) + bytes([0, 0, 0, 8]) + b'acTL' + bytes(8))",
  svg: "Image(b'<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>')",
  pdf: "Image(b'%PDF-1.4' + bytes(30))",
}

const MAKE = `import base64

from promptflow.core import tool
from promptflow.contracts.multimedia import Image

R = base64.b64decode("${RED}")


@tool
def back(x: str):
${Object.entries(RETURNED)
  .map(([name, code]) => `    if x == "${name}":\n        return ${code}\n`)
  .join("")}`

export const ROW_CASES: RowCase[] = [
  { id: "image", files: echoFlow("image"), rows: BASIC_ROWS },
  { id: "object", files: echoFlow("object"), rows: BASIC_ROWS },
  {
    id: "list",
    files: echoFlow("list"),
    rows: [
      ["a", basic("path", "blue.png")],
      [[basic("path", "blue.png")]],
      JSON.stringify([basic("path", "red.png")]),
      [basic("path", "none.png")],
    ],
  },
  { id: "string", files: echoFlow("string"), rows: ["red.png", RED] },
  { id: "vision-image", files: echoFlow("image", "message_format: openai-vision\n"), rows: VISION_ROWS },
  { id: "vision-object", files: echoFlow("object", "message_format: OpenAI-Vision\n"), rows: VISION_ROWS },
  {
    id: "returned",
    files: { ...echoFlow("string"), "flow/back.py": MAKE },
    rows: Object.keys(RETURNED),
  },
]
