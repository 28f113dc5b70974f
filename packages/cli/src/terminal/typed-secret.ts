import type { ReadStream } from "node:tty"
import { MillraceError } from "@internal/schema"

const ENTER = ["\r", "\n"]
const ERASE = ["\u007f", "\b"]
const INTERRUPT = "\u0003"
const END_OF_INPUT = "\u0004"

/** What is typed up to Enter, a star shown for each character. Rejects with `CANCELED` on Ctrl-C. */
export async function typedSecret(input: ReadStream, write: (text: string) => void): Promise<string> {
  const typed: string[] = []
  const wasRaw = input.isRaw
  input.setRawMode(true)
  input.resume()
  try {
    for (;;) {
      const keys = Array.from(await chunkOf(input))
      for (const [at, key] of keys.entries()) {
        if (key === INTERRUPT) throw new MillraceError("CANCELED")
        if (ENTER.includes(key) || key === END_OF_INPUT) {
          const rest = keys.slice(at + 1).join("") // pasted with it: answers the next question
          if (rest !== "") input.unshift(Buffer.from(rest))
          return typed.join("")
        }
        if (ERASE.includes(key)) {
          if (typed.pop() !== undefined) write("\b \b")
        } else if (key >= " ") {
          typed.push(key)
          write("*")
        }
      }
    }
  } finally {
    input.setRawMode(wasRaw)
    input.pause()
  }
}

function chunkOf(input: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = () => {
      input.off("readable", read)
      input.off("end", ended)
      input.off("error", reject)
    }
    const read = () => {
      const chunk: Buffer | string | null = input.read()
      if (chunk === null) return
      done()
      resolve(chunk.toString())
    }
    const ended = () => {
      done()
      resolve(END_OF_INPUT)
    }
    input.on("readable", read)
    input.on("end", ended)
    input.on("error", reject)
    read()
  })
}
