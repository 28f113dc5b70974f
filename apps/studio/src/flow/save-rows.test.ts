import { afterEach, expect, test, vi } from "vitest"
import { saveRows } from "./save-rows.ts"

afterEach(() => vi.unstubAllGlobals())

/** A server where the file says `text`; null: it is too large to be one; undefined: it is not there. Answers what is written. */
function serverWith(text: string | null | undefined): unknown[] {
  const written: unknown[] = []
  vi.stubGlobal("sessionStorage", { getItem: () => "session" })
  vi.stubGlobal("fetch", async (_: string, { method, body }: { method: string; body: string }) => {
    if (method === "PUT") written.push(JSON.parse(body))
    else if (text === undefined)
      return new Response('{"code":"FILE_NOT_FOUND","message":"none"}', { status: 400 })
    return new Response(JSON.stringify({ path: "a", text, version: "1" }))
  })
  return written
}

test("rows go to the end of a file, or into a new one, and never over one that cannot be read here", async () => {
  const written = serverWith('{"a":1}')
  await saveRows("a", [{ a: 2 }])
  expect(written).toEqual([{ path: "a", text: '{"a":1}\n{"a":2}\n', base: "1" }])

  const made = serverWith(undefined)
  await saveRows("a", [{ a: 2 }])
  expect(made).toEqual([{ path: "a", text: '{"a":2}\n', base: null }])

  const kept = serverWith(null)
  await expect(saveRows("a", [{ a: 2 }])).rejects.toMatchObject({ hint: "Give another name." })
  expect(kept).toEqual([])
})
