import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { ZipFile } from "yazl"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"
import { zipFlow } from "./zip.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

async function zipped(fill: (zip: ZipFile) => void): Promise<Buffer> {
  const zip = new ZipFile()
  fill(zip)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
/** The same length, so that only the name changes, in header and directory. */
const renamed = (bytes: Buffer, from: string, to: string) =>
  Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1")
const importing = async (path: string, bytes: Buffer) => {
  const answer = await studio.ask("POST", `/flows/import?path=${path}`, new Uint8Array(bytes))
  return { status: answer.status, body: (await answer.json()) as { code?: string; files?: number } }
}
const FLOW = Buffer.from("inputs: {}\nnodes: []\n")

test("a flow goes out as a zip and comes in again, without what is generated", async () => {
  studio.write("one/flow.dag.yaml", FLOW.toString())
  studio.write("one/sub/tool.py", "x = 1\n")
  studio.write("one/__pycache__/tool.pyc", "x")
  const zip = Buffer.from(await (await studio.ask("GET", "/flows/zip?flow=one")).arrayBuffer())
  expect(await importing("two", zip)).toEqual({ status: 200, body: { path: "two", files: 2 } })
  expect(readFileSync(join(studio.folder, "two", "sub", "tool.py"), "utf8")).toBe("x = 1\n")
  expect((await importing("two", zip)).body.code).toBe("FOLDER_NOT_EMPTY")
  const [{ trusted }] = [await studio.get<{ trusted: boolean }>("GET", "/flows/view?flow=two")]
  expect(trusted).toBe(false)
})

test("a folder around everything is left out", async () => {
  const zip = await zipped((z) => z.addBuffer(FLOW, "around/flow.dag.yaml"))
  await importing("three", zip)
  expect(existsSync(join(studio.folder, "three", "flow.dag.yaml"))).toBe(true)
})

test("a name may be as long as this machine can keep, and what is called alike stays", async () => {
  const zip = await zipped((z) => z.addBuffer(FLOW, "flow.dag.yaml"))
  studio.write("mine/data.txt", "x")
  renameSync(join(studio.folder, "mine"), join(studio.folder, "long.importing"))
  expect(await importing("long", zip)).toMatchObject({ status: 200 })
  expect(existsSync(join(studio.folder, "long.importing", "data.txt"))).toBe(true)
  rmSync(join(studio.folder, "long.importing"), { recursive: true })
  expect(await importing("n".repeat(250), zip)).toMatchObject({ status: 200 })
  expect(await importing("n".repeat(300), zip)).toMatchObject({ status: 400, body: { code: "PATH_REFUSED" } })
})

test("what the Finder adds is left out", async () => {
  const zip = await zipped((z) => {
    z.addBuffer(FLOW, "mac/flow.dag.yaml")
    z.addBuffer(FLOW, "mac/.DS_Store")
    z.addBuffer(FLOW, "__MACOSX/mac/._flow.dag.yaml")
  })
  expect(await importing("four", zip)).toMatchObject({ status: 200, body: { files: 1 } })
  expect(existsSync(join(studio.folder, "four", "flow.dag.yaml"))).toBe(true)
})

test.each([
  ["no flow", async () => zipped((z) => z.addBuffer(FLOW, "notes/readme.md"))],
  [
    "a path that leads out",
    async () => renamed(await zipped((z) => z.addBuffer(FLOW, "aa/bb/evil.txt")), "aa/bb/", "../../"),
  ],
  [
    "an absolute path",
    async () => renamed(await zipped((z) => z.addBuffer(FLOW, "aetc/evil")), "aetc/", "/etc/"),
  ],
  ["a drive", async () => renamed(await zipped((z) => z.addBuffer(FLOW, "Cz/evil")), "Cz/", "C:/")],
  ["a backslash", async () => renamed(await zipped((z) => z.addBuffer(FLOW, "aa/evil")), "aa/", "a\\/")],
  ["a link", async () => zipped((z) => z.addBuffer(Buffer.from("/etc/passwd"), "link", { mode: 0o120777 }))],
  ["a hook", async () => zipped((z) => z.addBuffer(FLOW, ".git/hooks/pre-commit"))],
  ["a drive without a slash", async () => renamed(await zipped((z) => z.addBuffer(FLOW, "Cz")), "Cz", "C:")],
  [
    "a link in a folder",
    async () =>
      zipped((z) => {
        z.addBuffer(FLOW, "a/flow.dag.yaml")
        z.addBuffer(Buffer.from(".."), "a/up", { mode: 0o120777 })
      }),
  ],
  ["a hook in other letters", async () => zipped((z) => z.addBuffer(FLOW, "a/.Git/hooks/pre-commit"))],
  [
    "a file where a folder is",
    async () =>
      zipped((z) => {
        z.addBuffer(FLOW, "a/b")
        z.addBuffer(FLOW, "a/b/c")
        z.addBuffer(FLOW, "flow.dag.yaml")
      }),
  ],
  ["a name that is too long", async () => zipped((z) => z.addBuffer(FLOW, `${"n".repeat(300)}.txt`))],
  [
    "too many files",
    async () =>
      zipped((z) => {
        for (let i = 0; i < 5001; i++) z.addBuffer(Buffer.from("x"), `${i}.txt`, { compress: false })
      }),
  ],
  [
    "a size that is a lie",
    async () => {
      const bytes = await zipped((z) => z.addBuffer(Buffer.alloc(3_000_000), "zeros", { compress: true }))
      // the directory at the end says that it is small
      const at = bytes.lastIndexOf(Buffer.from("PK\x01\x02", "latin1")) + 24
      bytes.writeUInt32LE(10, at)
      return bytes
    },
  ],
  ["a bomb", async () => zipped((z) => z.addBuffer(Buffer.alloc(3_000_000), "zeros"))],
  ["nothing", async () => zipped(() => {})],
  ["no zip", async () => Buffer.from("hello")],
])("%s is refused, and nothing is left", async (name, make) => {
  const path = `bad-${name.replaceAll(" ", "-")}`
  expect(await importing(path, await make())).toMatchObject({
    status: 400,
    body: { code: "ARCHIVE_INVALID" },
  })
  expect(existsSync(join(studio.folder, path))).toBe(false)
  expect(readdirSync(studio.folder).filter((entry) => entry.endsWith(".importing"))).toEqual([])
})

test("a file that cannot be read is named, and the server lives on", async () => {
  const gone = { path: "one/gone.py", absolute: join(studio.folder, "nowhere.py") }
  await expect(zipFlow([gone])).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringContaining("one/gone.py"),
  })
})
