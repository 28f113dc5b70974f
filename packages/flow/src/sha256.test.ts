import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { sha256 } from "./sha256.ts"

test.each(["", "abc", "é😀", "x".repeat(55), "x".repeat(56), "x".repeat(64), "y".repeat(100_000)])(
  "as Node's own",
  (text) => {
    expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"))
  },
)
