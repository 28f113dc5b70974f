import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { findChromium, installChromium } from "./chromium.mjs"

/** The machine's own Chromium is hidden: nothing is on PATH, and nothing was downloaded. */
describe.skipIf(process.platform !== "linux")("Chromium for the tests of the studio", () => {
  let folder = ""
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "millrace-chromium-"))
    return () => rmSync(folder, { recursive: true })
  })
  const own = () => undefined
  const program = (name: string, text = "echo Chromium 1") => {
    const path = join(folder, name)
    writeFileSync(path, `#!/bin/sh\n${text}\n`)
    chmodSync(path, 0o755)
    return path
  }

  it("is the one that is named, or one on PATH that is no stub", () => {
    expect(findChromium({ PATH: folder }, own)).toBeUndefined()
    program("chromium-browser", "if ! [ -x /snap/bin/chromium ]; then exit 10; fi")
    expect(findChromium({ PATH: folder }, own)).toBeUndefined()
    const path = program("google-chrome")
    expect(findChromium({ PATH: folder }, own)).toBe(path)
    expect(findChromium({ PATH: folder, MILLRACE_CHROMIUM: join(folder, "none") }, own)).toBeUndefined()
    expect(findChromium({ PATH: "", MILLRACE_CHROMIUM: path }, own)).toBe(path)
  })

  it("is installed where it is missing: by apt as root, else as Playwright has it", () => {
    const asked: string[] = []
    let downloaded: string | undefined
    const run = (name: string, args: readonly string[]) => {
      asked.push(`${name.split("/").at(-1)} ${args.filter((arg) => !arg.includes("/")).join(" ")}`)
      if (name === "apt-get" && args[0] === "install") program("chromium")
      if (args.includes("--no-shell")) downloaded = program("downloaded")
      return { status: 0 }
    }
    const { path } = installChromium({ env: { PATH: folder }, own: () => downloaded, run, say: () => {} })
    const isRoot = process.getuid?.() === 0
    expect(path).toBe(join(folder, isRoot ? "chromium" : "downloaded"))
    expect(asked).toEqual(
      isRoot
        ? [
            "apt-get --version",
            "apt-get install -y -q --no-install-recommends chromium fonts-liberation",
            "chromium --version",
          ]
        : ["apt-get --version", "node install chromium --no-shell", "downloaded --version"],
    )
    asked.length = 0
    expect(installChromium({ env: { PATH: folder }, own: () => downloaded, run }).path).toBe(path)
    expect(asked).toEqual([]) // it is there now
  })

  it("says why there is none where nothing can be installed", () => {
    const run = () => ({ status: 1, stderr: "reading\nE: there is no network\n" })
    expect(installChromium({ env: { PATH: folder }, own, run, say: () => {} })).toEqual({
      reasons: ["Debian's package: there is no apt-get", "Playwright's download: E: there is no network"],
    })
  })
})
