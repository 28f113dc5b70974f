import { spawn } from "node:child_process"
import { pathToFileURL } from "node:url"

/** How long a program that opens files may take before it counts as having done so. */
const PATIENCE_MS = 1500

/** Shows a file in the browser; answers whether there was one. */
export async function openFile(path: string, env: Record<string, string | undefined>): Promise<boolean> {
  return openAddress(pathToFileURL(path).href, env)
}

/** Shows an address in the browser; answers whether there was one. */
export async function openAddress(url: string, env: Record<string, string | undefined>): Promise<boolean> {
  const [program, ...words] = openerOf(env, url)
  if (program === undefined) return false
  return new Promise((resolve) => {
    const child = spawn(program, words, { detached: true, stdio: "ignore" })
    const timer = setTimeout(() => resolve(true), PATIENCE_MS)
    const end = (opened: boolean) => {
      clearTimeout(timer)
      resolve(opened)
    }
    child.on("error", () => end(false))
    child.on("exit", (code) => end(code === 0))
    child.unref()
  })
}

/** The program and its words; none where there is no screen. */
function openerOf(env: Record<string, string | undefined>, url: string): string[] {
  if (env.BROWSER) return [env.BROWSER, url]
  if (process.platform === "darwin") return ["open", url]
  if (process.platform === "win32") return ["cmd", "/c", "start", "", url]
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open", url] : []
}
