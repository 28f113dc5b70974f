import { PassThrough } from "node:stream"
import type { ReadStream } from "node:tty"
import { expect, test } from "vitest"
import { typedSecret } from "./typed-secret.ts"

/** Keys that arrive in these chunks at a terminal, as `pf connection create` asks there (surface 1.2). */
function terminal(...chunks: string[]) {
  const raw: boolean[] = []
  const input = Object.assign(new PassThrough(), { isRaw: false, setRawMode: (on: boolean) => raw.push(on) })
  for (const chunk of chunks) input.write(chunk)
  let shown = ""
  const asked = () => typedSecret(input as unknown as ReadStream, (text) => (shown += text)) // of a tty only these are used
  return { asked, raw, shown: () => shown }
}

test("a secret shows as stars while it is typed, and can be corrected", async () => {
  const { asked, raw, shown } = terminal("se", "x\u007fcr\u0001", "\u00e9t\r")
  expect(await asked()).toBe("secr\u00e9t")
  expect(shown()).toBe("***\b \b****")
  expect(raw).toEqual([true, false])
})

test("nothing shows of what is erased at the beginning; the end of input ends the secret", async () => {
  const { asked, shown } = terminal("\u007f\ba\u0004")
  expect([await asked(), shown()]).toEqual(["a", "*"])
})

test("what is pasted behind Enter answers the next question", async () => {
  const { asked } = terminal("one\rtwo\n")
  expect([await asked(), await asked()]).toEqual(["one", "two"])
})

test("Ctrl-C ends it, and the terminal is as before", async () => {
  const { asked, raw } = terminal("se\u0003")
  await expect(asked()).rejects.toMatchObject({ code: "CANCELED" })
  expect(raw).toEqual([true, false])
})
