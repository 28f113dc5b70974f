import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Millrace } from "@internal/sdk"
import { expect, test } from "vitest"
import { OpenedFolder } from "../folder/opened-folder.ts"
import { Changes } from "./changes.ts"

test("a page that leaves and comes back while the store is asked is looked for once, as before", async () => {
  const home = mkdtempSync(join(tmpdir(), "millrace-looking-"))
  let asked = 0
  let answer = Promise.withResolvers<number>()
  const version = () => {
    asked++
    return answer.promise
  }
  await using changes = new Changes(new OpenedFolder(home), {
    home,
    journal: { version },
  } as unknown as Millrace)
  const listen = () => {
    const gone = new AbortController()
    const events = changes.events(0, gone.signal)
    const next = events.next()
    return async () => {
      gone.abort()
      await next
    }
  }
  const leave = listen()
  await expect.poll(() => asked).toBe(1)
  await leave()
  const end = listen()
  await expect.poll(() => asked).toBe(2)
  answer.resolve(1)
  answer = Promise.withResolvers()
  await sleep(500)
  expect(asked).toBe(3)
  await end()
  answer.resolve(1)
  rmSync(home, { recursive: true })
})
