import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { withLock } from "./with-lock.ts"

test("a lock that can never be taken is not waited for", async () => {
  const file = join(tmpdir(), "n".repeat(300))
  await expect(withLock(file, undefined, async () => {})).rejects.toMatchObject({ code: "ENAMETOOLONG" })
})
