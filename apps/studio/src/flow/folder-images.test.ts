import { expect, test, vi } from "vitest"
import { listen } from "../api/live-changes.ts"
import { readAddress } from "./folder-images.ts"

test("an image that changes while it is read is shown as it is then, whichever answer comes last", async () => {
  let tellFile = () => {}
  const events = new ReadableStream<Uint8Array>({
    start(stream) {
      const line = `${JSON.stringify({ seq: 1, event: { type: "files", paths: ["a.png"] } })}\n`
      tellFile = () => stream.enqueue(new TextEncoder().encode(line))
    },
  })
  vi.stubGlobal("fetch", async () => new Response(events))
  vi.stubGlobal("sessionStorage", { getItem: () => "session" })
  void listen()
  const answers: PromiseWithResolvers<Blob>[] = []
  const shown = () =>
    readAddress("folder a.png", () => {
      const answer = Promise.withResolvers<Blob>()
      answers.push(answer)
      return answer.promise
    })
  expect(shown()).toBeNull()
  tellFile()
  await vi.waitFor(() => {
    expect(shown()).toBeNull()
    expect(answers).toHaveLength(2)
  })
  answers[1]?.resolve(new Blob(["new"]))
  answers[0]?.resolve(new Blob(["old"]))
  await vi.waitFor(() => expect(shown()).not.toBeNull())
  await answers[0]?.promise
  vi.unstubAllGlobals()
  expect(await (await fetch(shown() as string)).text()).toBe("new")
})

test("those that were shown longest ago are let go", async () => {
  const revoked = vi.spyOn(URL, "revokeObjectURL")
  const read = async () => new Blob(["x"])
  for (let at = 0; at <= 1000; at++) readAddress(`run ${at}`, read)
  await vi.waitFor(() => expect(readAddress("run 1000", read)).not.toBeNull())
  readAddress("run 1", read) // seen again
  revoked.mockClear()
  readAddress("run 1001", read)
  expect(readAddress("run 1", read)).not.toBeNull()
  expect(revoked).toHaveBeenCalledTimes(1)
  expect(readAddress("run 2", read)).toBeNull()
})
