import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { Millrace } from "../millrace.ts"

const FIXTURE = join(import.meta.dirname, "__fixtures__", "client")
/** What the original answered the same script, by part and label. */
const ANSWERS: Record<string, Record<string, unknown>> = JSON.parse(
  readFileSync(join(FIXTURE, "answers.json"), "utf8"),
)

it.each(Object.keys(ANSWERS))(
  "a Python script sees of the client what it saw of the original's: %s (surface 2.1)",
  async (part) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-client-")))
    try {
      cpSync(FIXTURE, folder, { recursive: true })
      await using api = await Millrace.open({
        profile: "pf",
        cwd: folder,
        env: { ...process.env, HOME: folder, MILLRACE_HOME: join(folder, "home") },
      })
      expect(await api.runScript({ script: part === "more" ? "more.py" : "client.py", args: [part] })).toBe(0)
      expect(JSON.parse(readFileSync(join(folder, "seen.json"), "utf8"))).toEqual(ANSWERS[part])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  120_000,
)
