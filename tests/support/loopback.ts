import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"

export interface Loopback extends AsyncDisposable {
  /** Without a slash at the end. */
  url: string
}

/** A server on the loopback interface; disposing of it cuts its connections. */
export async function loopback(answer: RequestListener): Promise<Loopback> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo // it listens
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
