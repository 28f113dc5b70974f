const TYPES: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".bmp": "image/bmp",
  ".tiff": "image/tiff",
}

/** The media type of an image by how its name ends: `.png`. */
export const imageType = (ending: string): string | undefined => TYPES[ending.toLowerCase()]
