import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises"
import { homedir, tmpdir } from "node:os"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { writeFiles } from "./write-files.ts"

export const repository = fileURLToPath(new URL("../../", import.meta.url))
const LAUNCHERS = { millrace: "packages/cli/bin/millrace.cjs", pf: "packages/pf/bin/pf.cjs" } as const

export interface Ran {
  /** Exit code; null when a signal ended it. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  env?: Record<string, string | undefined>
  /** Written to stdin, which is then closed. */
  input?: string
  /** Folder inside the workspace. */
  cwd?: string
  /** The Node that starts the launcher; default the one of these tests. */
  node?: string
  /** Called with everything that has been printed so far, whenever there is more. */
  watch?: (printed: { stdout: string; stderr: string }, child: { kill(signal: NodeJS.Signals): void }) => void
}

/** A folder of its own with an empty home, in which the real command line runs. Removed when it is disposed of. */
export class Workspace implements AsyncDisposable {
  readonly folder: string
  readonly home: string
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
    this.folder = join(root, "work")
    this.home = join(root, "home")
  }

  /** `files`: text by path. */
  static async make(files: Record<string, string> = {}): Promise<Workspace> {
    // The real path: on macOS the temp folder is a link, and results name what it leads to.
    const made = new Workspace(await realpath(await mkdtemp(join(tmpdir(), "millrace-test-"))))
    await Promise.all([mkdir(made.folder), mkdir(made.home)])
    await made.write(files)
    return made
  }

  async write(files: Record<string, string>): Promise<void> {
    writeFiles(this.folder, files)
  }

  /** Copies a folder of the repository, such as `gallery/basic`, into the workspace. */
  async copy(from: string, to: string): Promise<void> {
    await cp(join(repository, from), join(this.folder, to), { recursive: true })
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), "utf8")
  }

  exists(path: string): boolean {
    return existsSync(join(this.folder, path))
  }

  /** Paths of all files below `folder` (default: the workspace), sorted. */
  async tree(folder = this.folder): Promise<string[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((e) => e.isFile()).map((e) => relative(folder, join(e.parentPath, e.name)))
    return files.filter((f) => !f.includes("__pycache__")).sort()
  }

  millrace(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.#run("millrace", args, options)
  }

  pf(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.#run("pf", args, options)
  }

  #run(program: keyof typeof LAUNCHERS, args: readonly string[], options: RunOptions): Promise<Ran> {
    const child = spawn(options.node ?? process.execPath, [join(repository, LAUNCHERS[program]), ...args], {
      cwd: join(this.folder, options.cwd ?? "."),
      env: { ...environment(), HOME: this.home, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    })
    const printed = { stdout: "", stderr: "" }
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        printed[stream] += text
        options.watch?.(printed, child)
      })
    }
    child.stdin.on("error", () => undefined)
    child.stdin.end(options.input ?? "")
    return new Promise((resolve, reject) => {
      child.on("error", reject)
      child.on("close", (code, signal) => resolve({ code, signal, ...printed }))
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#root, { recursive: true, force: true })
  }
}

const OWN = /^(MILLRACE_|PF_|OPENAI_|AZURE_|NODE_|npm_|VITEST|NO_COLOR$|FORCE_COLOR$|COLUMNS$|XDG_)/

/** Where processes of tests keep compiled code, across runs: they start in half the time. */
export const compiled = join(tmpdir(), `millrace-test-compiled-${process.getuid?.() ?? 0}`)

/** The caller's environment without what would change an answer. */
function environment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !OWN.test(name))
  return {
    PYENV_ROOT: join(homedir(), ".pyenv"),
    ...Object.fromEntries(kept),
    NODE_COMPILE_CACHE: compiled,
  }
}
