const fromText = (base64: string) => Buffer.from(base64, "base64")

/** One pixel. */
export const PNG = fromText(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
)

/** Three pixels beside each other. */
export const WIDE_PNG = fromText(
  "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAIAAACUgoPjAAAADUlEQVR4nGNgaPgPQQATfgR+5W97sAAAAABJRU5ErkJggg==",
)
