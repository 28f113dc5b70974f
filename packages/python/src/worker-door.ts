import { randomBytes } from "node:crypto"
import { createServer, type Server, type Socket } from "node:net"
import { join } from "node:path"
import { LineReader } from "./line-reader.ts"

export interface Arrival {
  stream: Socket
  pid: number
}

/** The socket, in a folder of the user's own, that forked workers connect to; each says its one-time token first. */
export class WorkerDoor {
  readonly path: string
  readonly #server: Server
  readonly #open: Promise<void>
  readonly #expected = new Map<string, (arrival: Arrival) => void>()

  constructor(folder: string) {
    this.path = join(folder, "s")
    this.#server = createServer((stream) => this.#greet(stream))
    this.#open = new Promise((resolve, reject) => {
      this.#server.once("error", reject)
      this.#server.listen(this.path, resolve)
    })
    this.#open.catch(() => undefined) // `expect` passes it on
  }

  /** A token, and the worker that says it. */
  async expect(): Promise<{ token: string; arrival: Promise<Arrival> } & Disposable> {
    await this.#open
    const token = randomBytes(16).toString("hex")
    const { promise, resolve } = Promise.withResolvers<Arrival>()
    this.#expected.set(token, resolve)
    return { token, arrival: promise, [Symbol.dispose]: () => this.#expected.delete(token) }
  }

  close(): void {
    this.#server.close()
  }

  #greet(stream: Socket): void {
    stream.on("error", () => undefined)
    let seen = Buffer.alloc(0)
    const read = (chunk: Buffer): void => {
      seen = Buffer.concat([seen, chunk])
      const end = seen.indexOf(10) + 1
      if (end === 0 && seen.length < LONGEST_HELLO) return
      stream.off("data", read)
      stream.pause()
      const { token, pid } = helloOf(seen.subarray(0, end))
      const arrived = this.#expected.get(token)
      if (arrived === undefined) {
        stream.destroy()
        return
      }
      if (end < seen.length) stream.unshift(seen.subarray(end))
      arrived({ stream, pid })
    }
    stream.on("data", read)
  }
}

const LONGEST_HELLO = 4096

function helloOf(bytes: Buffer): { token: string; pid: number } {
  let hello = { token: "", pid: 0 }
  new LineReader((line) => {
    try {
      hello = { ...hello, ...JSON.parse(line) }
    } catch {
      // not one of ours: no token
    }
  }).push(bytes)
  return hello
}
