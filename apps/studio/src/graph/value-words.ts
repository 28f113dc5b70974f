import { formatBytes, formatCount } from "../ui/format.ts"
import { imageOf } from "../ui/value-kind.ts"

/** Type and size of a value, in words: "text, 1,204 characters", "list, 3 items, 88 bytes", "image/png, 12.4 kB". */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "null"
  if (typeof value === "string") return `text, ${formatCount(value.length, "character")}`
  if (typeof value === "boolean") return "true or false"
  if (typeof value !== "object") return "number"
  const image = imageOf(value)
  if (image)
    return image.form === "base64"
      ? `${image.mime}, ${formatBytes(Math.floor((image.data.length * 3) / 4))}`
      : `${image.mime}, by ${image.form === "path" ? "its file" : "its address"}`
  const bytes = formatBytes(new TextEncoder().encode(JSON.stringify(value)).length)
  return Array.isArray(value)
    ? `list, ${formatCount(value.length, "item")}, ${bytes}`
    : `object, ${formatCount(Object.keys(value).length, "key")}, ${bytes}`
}
