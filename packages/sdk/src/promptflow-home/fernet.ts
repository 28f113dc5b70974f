import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto"

const VERSION = 0x80
const HEAD_BYTES = 1 + 8 // version, time
const IV_BYTES = 16
const MAC_BYTES = 32

/**
 * Opens a Fernet token, which is how the original encrypts secrets (spec 7.4): AES-128-CBC, signed with HMAC-SHA256, all
 * as URL-safe base64. Undefined when it was made with another key, or is none.
 */
export function openFernet(token: string, key: string): string | undefined {
  const bytes = Buffer.from(token, "base64url")
  const keys = Buffer.from(key, "base64url")
  if (keys.length !== 32 || bytes.length < HEAD_BYTES + IV_BYTES + MAC_BYTES || bytes[0] !== VERSION) return
  const signed = bytes.subarray(0, -MAC_BYTES)
  const mac = createHmac("sha256", keys.subarray(0, 16)).update(signed).digest()
  if (!timingSafeEqual(mac, bytes.subarray(-MAC_BYTES))) return
  const iv = signed.subarray(HEAD_BYTES, HEAD_BYTES + IV_BYTES)
  const decipher = createDecipheriv("aes-128-cbc", keys.subarray(16), iv)
  try {
    return decipher.update(signed.subarray(HEAD_BYTES + IV_BYTES), undefined, "utf8") + decipher.final("utf8")
  } catch {
    return
  }
}

/** Whether a text has the form of a key. */
export function isFernetKey(text: string): boolean {
  return Buffer.from(text, "base64url").length === 32
}
