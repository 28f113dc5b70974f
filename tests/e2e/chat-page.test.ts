import { describe, expect, it } from "vitest"
import { counting } from "../support/chat-flows.ts"
import { gradedChat } from "../support/graded-chat.ts"
import { type Ran, Workspace } from "../support/workspace.ts"

/** Runs until an address is printed, hands it over, and interrupts the command. */
async function withPage(
  run: (watch: NonNullable<Parameters<Workspace["pf"]>[1]>["watch"]) => Promise<Ran>,
  use: (address: URL) => Promise<void>,
): Promise<Ran> {
  let used: Promise<void> | undefined
  const ran = await run(({ stdout }, child) => {
    const address = /http:\S+/.exec(stdout)?.[0]
    if (address !== undefined) used ??= use(new URL(address)).finally(() => child.kill("SIGINT"))
  })
  await used
  return ran
}

/** What the page is told: of its flow, and of experiments with it. */
async function askedOf<T>(address: URL, at: "flows/view" | "experiments"): Promise<T> {
  const ask = await openSession(address)
  return (await ask(`${at}?flow=${address.pathname.slice("/chat/".length)}`)) as T
}

async function openSession(address: URL): Promise<(path: string) => Promise<unknown>> {
  const token = address.hash.slice("#token=".length)
  const headers = { "content-type": "application/json" }
  const opened = await fetch(new URL("/api/session", address), {
    method: "POST",
    headers,
    body: JSON.stringify({ token }),
  })
  const { session } = (await opened.json()) as { session: string }
  const headersOf = { authorization: `Bearer ${session}` }
  return async (path) => (await fetch(new URL(`/api/${path}`, address), { headers: headersOf })).json()
}
const viewOf = (address: URL) =>
  askedOf<{ name: string; trusted: boolean; isChat: boolean }>(address, "flows/view")

describe("flow test --ui", () => {
  it("serves the chat page of the flow alone, with what was given, until it is interrupted", async () => {
    await using here = await Workspace.make(counting)
    const ran = await withPage(
      (watch) =>
        here.millrace(["flow", "test", "--flow", "count", "--ui", "--no-open", "--inputs", "question=hi"], {
          ...(watch && { watch }),
        }),
      async (address) => {
        expect(address.pathname).toBe("/chat/flow.dag.yaml")
        expect(address.searchParams.has("alone")).toBe(true)
        expect(JSON.parse(address.searchParams.get("inputs") ?? "")).toEqual({ question: "hi" })
        // asking for the test said that its code may run
        expect(await viewOf(address)).toMatchObject({ name: "count", trusted: true, isChat: true })
      },
    )
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining("Ctrl-C ends it.") })
    expect((await here.tree(here.home)).filter((path) => path.includes("trusted-folders"))).toEqual([])
  })

  it("reads the file of --init again whenever it is asked", async () => {
    await using here = await Workspace.make({ ...counting, "init.json": '{"greeting": "Hi"}' })
    const words = ["flow", "test", "--flow", "count", "--ui", "--no-open", "--init", "init.json"]
    await withPage(
      (watch) => here.millrace(words, { ...(watch && { watch }) }),
      async (address) => {
        const ask = await openSession(address)
        expect(JSON.parse(address.searchParams.get("init") ?? "")).toEqual({ greeting: "Hi" })
        expect(await ask("conversation-init")).toEqual({ content: { greeting: "Hi" } })
        await here.write({ "init.json": '{"greeting": "Ho"}' })
        expect(await ask("conversation-init")).toEqual({ content: { greeting: "Ho" } })
        await here.write({ "init.json": "{" })
        expect(await ask("conversation-init")).toMatchObject({ code: "DATA_INVALID" })
      },
    )
  })

  it("under pf too, with parameters of its address", async () => {
    await using here = await Workspace.make(counting)
    const words = ["--ui", "--skip-open-browser", "--url-params", "enable_internal_features=true"]
    const ran = await withPage(
      (watch) => here.pf(["flow", "test", "--flow", "count", ...words], { ...(watch && { watch }) }),
      async (address) => {
        expect(address.searchParams.get("enable_internal_features")).toBe("true")
        expect(await viewOf(address)).toMatchObject({ name: "count" })
      },
    )
    expect(ran.code).toBe(0)
  })

  it("attaches an experiment, whose flows may run; others beside the flow are offered, and asked about", async () => {
    await using here = await Workspace.make({
      ...gradedChat,
      "other.exp.yaml":
        'nodes:\n- {name: m, type: flow, path: ./talk}\n- {name: a, type: flow, path: ./after, inputs: {score: "${m.outputs.answer}"}}\n',
    })
    const words = ["flow", "test", "--flow", "talk", "--ui", "--no-open", "--experiment", "graded.exp.yaml"]
    await withPage(
      (watch) => here.millrace(words, { ...(watch && { watch }) }),
      async (address) => {
        expect(address.searchParams.get("experiment")).toBe("../graded.exp.yaml")
        expect(await askedOf(address, "experiments")).toMatchObject([
          { template: "../graded.exp.yaml", asks: [] },
          { template: "../other.exp.yaml", asks: [`${here.folder}/other.exp.yaml`] },
        ])
      },
    )
  })

  it("says what is wrong before it serves anything", async () => {
    await using here = await Workspace.make(counting)
    const absent = await here.pf(["flow", "test", "--flow", "nothing", "--ui", "--skip-open-browser"])
    expect(absent).toMatchObject({ code: 1, stdout: expect.stringContaining("pf.flow.test failed with") })
    const node = await here.millrace([
      "flow",
      "test",
      "--flow",
      "count",
      "--ui",
      "--node",
      "say",
      "--no-open",
    ])
    expect(node).toMatchObject({ code: 2, stderr: expect.stringContaining("--node and --ui") })
  })
})
