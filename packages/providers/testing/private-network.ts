import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { type AddressInfo, connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A certificate authority of our own, with a certificate for 127.0.0.1 and names. */
export interface PrivateAuthority extends Disposable {
  /** The authority's certificate as a PEM file. */
  file: string
  key: string
  cert: string
}

/** Made with the machine's openssl; nothing when it has none. */
export function privateAuthority(names = ["models.internal"]): PrivateAuthority | undefined {
  const folder = mkdtempSync(join(tmpdir(), "millrace-ca-"))
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] })
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
  try {
    writeFileSync(
      join(folder, "names"),
      `subjectAltName=IP:127.0.0.1,${names.map((name) => `DNS:${name}`).join(",")}\n`,
    )
    const ca = ["-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Private CA"]
    openssl("req", "-x509", ...key, ...ca)
    openssl("req", ...key, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=models.internal")
    const signing = [
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "2",
      "-extfile",
      "names",
    ]
    openssl("x509", "-req", "-in", "request.pem", "-out", "cert.pem", ...signing)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
  const read = (name: string) => readFileSync(join(folder, name), "utf8")
  return {
    file: join(folder, "ca.pem"),
    key: read("key.pem"),
    cert: read("cert.pem"),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface ConnectProxy extends AsyncDisposable {
  url: string
  /** `host:port` of every tunnel that was asked for. */
  tunnels: string[]
}

/**
 * A proxy that opens tunnels; every name leads to this machine, so a client must not resolve names itself. Every port too,
 * where one is given.
 */
export async function connectProxy(port?: number): Promise<ConnectProxy> {
  const tunnels: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on("connect", (request, client: Socket) => {
    const target = request.url ?? ""
    tunnels.push(target)
    const upstream = connect(port ?? Number(target.split(":").at(-1)), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n")
      upstream.pipe(client).pipe(upstream)
    })
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on("error", () => other.destroy()).on("close", () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
