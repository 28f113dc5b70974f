/**
 * Where Chromium is, for the tests and pictures of the studio, and getting it where it is not:
 * `node scripts/chromium.mjs` prints its path, `node scripts/chromium.mjs --install` installs it first if it is missing.
 */
import { spawnSync } from "node:child_process"
import { accessSync, constants, readFileSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { chromium } from "playwright-core"

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"]
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
]
/** A machine that lets a program wait forever is one that cannot. Milliseconds. */
const MOST = 240_000

/** The one that `MILLRACE_CHROMIUM` names; else one on PATH or in its usual place; else Playwright's own. Undefined: none. */
export function findChromium(env = process.env, own = playwrights) {
  if (env.MILLRACE_CHROMIUM) return isProgram(env.MILLRACE_CHROMIUM) ? env.MILLRACE_CHROMIUM : undefined
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean)
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  const found = [...onPath, ...PLACES].find((path) => isProgram(path) && !isStub(path))
  if (found) return found
  const last = own()
  return last && isProgram(last) ? last : undefined
}

/**
 * The one that is there, or a new one: Debian's package as root, else the download of Playwright. `say` gets what is done.
 * Without a `path` neither can be had, and `reasons` say why.
 */
export function installChromium({
  env = process.env,
  say = console.error,
  run = runProgram,
  own = playwrights,
} = {}) {
  const found = findChromium(env, own)
  if (found) return { path: found, reasons: [] }
  if (env.MILLRACE_CHROMIUM)
    return { reasons: [`MILLRACE_CHROMIUM names ${env.MILLRACE_CHROMIUM}, which is no program`] }
  const reasons = []
  for (const [name, install] of WAYS) {
    const reason = install({ env, run, say })
    const path = reason ? undefined : findChromium(env, own)
    if (path && run(path, ["--version"], env).status === 0) return { path, reasons }
    reasons.push(`${name}: ${reason ?? "installed, but it does not start"}`)
  }
  return { reasons }
}

const WAYS = [
  [
    "Debian's package",
    ({ env, run, say }) => {
      if (run("apt-get", ["--version"], env).status !== 0) return "there is no apt-get"
      if (process.getuid?.() !== 0) return "that takes root"
      const quiet = { ...env, DEBIAN_FRONTEND: "noninteractive" }
      const install = () =>
        run(
          "apt-get",
          ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-liberation"],
          quiet,
        )
      say("Chromium is missing: apt-get install chromium")
      if (install().status === 0) return undefined
      run("apt-get", ["update", "-q"], quiet)
      const { status, stderr } = install()
      return status === 0 ? undefined : lastLine(stderr)
    },
  ],
  [
    "Playwright's download",
    ({ env, run, say }) => {
      say("Chromium is missing: downloading Playwright's")
      const cli = join(createRequire(import.meta.url).resolve("playwright-core/package.json"), "../cli.js")
      const { status, stderr } = run(process.execPath, [cli, "install", "chromium", "--no-shell"], env)
      return status === 0 ? undefined : lastLine(stderr)
    },
  ],
]

function runProgram(program, args, env) {
  return spawnSync(program, args, {
    env,
    encoding: "utf8",
    timeout: MOST,
    stdio: ["ignore", "ignore", "pipe"],
  })
}

const lastLine = (text) => text?.trim().split("\n").at(-1) || "it failed, or took too long"

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Ubuntu's package of the name, where there is no snap: a script that says so. */
function isStub(path) {
  try {
    return readFileSync(path).subarray(0, 2000).includes("/snap/bin/")
  } catch {
    return true
  }
}

function playwrights() {
  try {
    return chromium.executablePath()
  } catch {
    return undefined // none for this platform
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { path, reasons } = process.argv.includes("--install")
    ? installChromium()
    : { path: findChromium(), reasons: ["install it with: node scripts/chromium.mjs --install"] }
  if (path) console.log(path)
  else {
    console.error(`There is no Chromium. ${reasons.join("; ")}`)
    process.exitCode = 1
  }
}
