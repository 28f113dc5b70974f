import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, expect, test } from "vitest"
import { writeSleepingFlow } from "../testing/sleeping-flow.ts"
import { type Line, openTestStudio, type TestStudio } from "../testing/test-studio.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
  writeSleepingFlow(studio, "sleeper")
})
afterAll(() => studio[Symbol.asyncDispose]())

/** Listens from a number until `done` says so; `act` again and again until then, since a watcher needs a while to begin. */
async function listen(after: number, done: (line: Line) => boolean, act?: () => void): Promise<Line[]> {
  const gone = new AbortController()
  const heard: Line[] = []
  const again = act && setInterval(act, 400)
  try {
    for await (const line of studio.lines(`/events?after=${after}`, gone.signal)) {
      heard.push(line)
      if (done(line)) break
    }
  } finally {
    clearInterval(again)
    gone.abort()
  }
  return heard
}
const names = (path: string) => (line: Line) =>
  line.event?.type === "files" && (line.event.paths as string[]).includes(path)

test("a file that another program writes is told, and who comes again hears what he has missed", async () => {
  let count = 0
  const first = await listen(0, names("sleeper/notes.txt"), () =>
    studio.write("sleeper/notes.txt", String(count++)),
  )
  expect(first[0]).toMatchObject({ event: { type: "hello" } })
  const { seq } = first.at(-1) as Line
  let more = 0
  const second = await listen(seq, names("sleeper/more.txt"), () =>
    studio.write("sleeper/more.txt", String(more++)),
  )
  const { seq: last } = second.at(-1) as Line
  expect(last).toBeGreaterThan(seq)
  // nobody listens now; from the first number everything after it comes again, at once and in order
  const missed = await listen(seq, (line) => line.seq === last && line.event?.type === "files")
  expect(missed.slice(1).map((line) => line.seq)).toEqual(
    Array.from({ length: last - seq }, (_, at) => seq + 1 + at),
  )
})

test("a runtime that another program makes or deletes is told", async () => {
  const folder = join(studio.home, "runtimes")
  for (const act of [
    () => mkdirSync(join(folder, "made"), { recursive: true }),
    () => rmSync(join(folder, "made"), { recursive: true }),
  ]) {
    let isDone = false
    const heard = await listen(
      0,
      (line) => line.event?.type === "runtimes",
      () => {
        if (!isDone) act()
        isDone = true
      },
    )
    expect(heard.at(-1)).toMatchObject({ event: { type: "runtimes" } })
  }
})

test("what lies in hidden and generated folders is not told", async () => {
  let count = 0
  const heard = await listen(0, names("seen.txt"), () => {
    studio.write(".git/index", String(count))
    studio.write("node_modules/x/index.js", String(count))
    studio.write("seen.txt", String(count++))
  })
  const paths = heard.flatMap((line) => (line.event?.paths ?? []) as string[])
  expect(paths.filter((path) => /\.git|node_modules/.test(path))).toEqual([])
})

test("a run that another program starts shows up while the page listens", async () => {
  const gone = new AbortController()
  const events = studio.lines("/events?after=0", gone.signal)
  expect((await events.next()).value).toMatchObject({ event: { type: "hello" } })
  await new Promise((resolve) => setTimeout(resolve, 400)) // until the store's number is known
  studio.write("rows.jsonl", '{"seconds": 0}\n')
  await using other = await Millrace.open({ cwd: studio.folder, home: studio.home })
  const run = other.runs.create({
    name: "from-elsewhere",
    flow: `${studio.folder}/sleeper`,
    data: `${studio.folder}/rows.jsonl`,
    columnMapping: { seconds: "${data.seconds}" },
  })
  let seen: Line | undefined
  for await (const line of events)
    if (line.event?.type === "store") {
      seen = line
      break
    }
  gone.abort()
  expect(seen).toBeDefined()
  await (await run).result
  const runs = await studio.get<{ name: string; flow: string }[]>("GET", "/runs")
  expect(runs).toMatchObject([{ name: "from-elsewhere", flow: "sleeper", state: "done" }])
})

test("a flow that another program archives is told, so that lists are read again", async () => {
  await using api = await Millrace.open({ home: studio.home, cwd: studio.folder, env: {} })
  let isHidden = false
  const heard = await listen(
    0,
    ({ event }) => event?.type === "files" && (event.paths as string[]).length === 0,
    () =>
      void (isHidden ? api.flows.restore({ flow: "sleeper" }) : api.flows.archive({ flow: "sleeper" })).then(
        () => {
          isHidden = !isHidden
        },
      ),
  )
  expect(heard.at(-1)?.event).toMatchObject({ type: "files", paths: [] })
})
