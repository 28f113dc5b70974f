/** The type of an image by its first bytes; `image/*` for what is none of these. The shim has the same table. */
export function guessMime(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 64)).toString("latin1")
  for (const [mime, matches] of TABLE) if (matches(text)) return mime
  return "image/*"
}

const starts =
  (...heads: string[]) =>
  (text: string) =>
    heads.some((head) => text.startsWith(head))

const brand =
  (...names: string[]) =>
  (text: string) =>
    text.slice(4, 8) === "ftyp" && names.includes(text.slice(8, 12))

const TABLE: readonly [string, (text: string) => boolean][] = [
  ["image/vnd.dwg", starts("AC10")],
  ["image/x-xcf", starts("gimp xcf v")],
  ["image/jpeg", starts("\xff\xd8\xff")],
  ["image/apng", (text) => text.startsWith("\x89PNG\r\n\x1a\n") && text.slice(33).includes("acTL")],
  ["image/png", starts("\x89PNG")],
  ["image/gif", starts("GIF")],
  ["image/webp", (text) => text.startsWith("RIFF") && text.slice(8, 12) === "WEBP"],
  ["image/x-canon-cr2", (text) => /^(II\*\0|MM\0\*)/.test(text) && text.slice(8, 10) === "CR"],
  ["image/tiff", (text) => text.length > 9 && /^(II\*\0|MM\0\*)/.test(text)],
  ["image/bmp", starts("BM")],
  ["image/vnd.ms-photo", starts("II\xbc")],
  ["image/vnd.adobe.photoshop", starts("8BPS")],
  ["image/x-icon", starts("\0\0\x01\0")],
  ["image/heic", brand("heic", "mif1", "msf1")],
  ["image/avif", brand("avif", "avis")],
]
