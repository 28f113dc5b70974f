import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { toPlain } from "@internal/value"
import { describe, expect, it } from "vitest"
import { counting, evaluating, streaming } from "../support/chat-flows.ts"
import { repository, Workspace } from "../support/workspace.ts"

function banner(flow: string): string {
  const welcome = `Welcome to chat flow, ${flow}.`
  const rule = "=".repeat(welcome.length)
  return `${rule}\n${welcome}\nPress Enter to send your message.\nYou can quit with ctrl+C.\n${rule}\n`
}

const chat = (flow: string, ...more: string[]) => ["flow", "test", "--flow", flow, "--interactive", ...more]

/** What the original 1.18.5 printed for the same lines, files included (spec 1.6, 3.10, Appendix C 14). */
describe("pf flow test --interactive", () => {
  it("reads its input to the end, blank lines apart, and hands on what was said", async () => {
    await using here = await Workspace.make(counting)
    const { stdout, code } = await here.pf(chat("count"), { input: "hello\n\n   \nworld é\n  spaced  " })
    expect(stdout).toBe(`${banner("count")}User: [count]: history is []
Bot: 0: you said 'hello'
User: User: User: [count]: history is [{"inputs": {"question": "hello"}, "outputs": {"answer": "0: you said 'hello'", "n": 0}}]
Bot: 1: you said 'world é'
User: [count]: history is [{"inputs": {"question": "hello"}, "outputs": {"answer": "0: you said 'hello'", "n": 0}}, {"inputs": {"question": "world \\u00e9"}, "outputs": {"answer": "1: you said 'world \\u00e9'", "n": 1}}]
Bot: 2: you said '  spaced  '
User: Terminate the chat.
`)
    expect(code).toBe(0)
    const files = await here.tree(`${here.folder}/count/.promptflow`)
    expect(files).toEqual(["chat.detail.json", "chat.output.json", "flow.log"])
    expect(JSON.parse(await here.read("count/.promptflow/chat.output.json"))).toEqual({
      answer: "2: you said '  spaced  '",
      n: 2,
    })
    const log = await here.read("count/.promptflow/flow.log")
    expect(log.match(/Executing node say\./g)).toHaveLength(3)
  })

  it("ends with the first turn that fails, its details being those of the last that did not", async () => {
    await using here = await Workspace.make(counting)
    const { stdout, code } = await here.pf(chat("count"), { input: "hello\nboom\nafter\n" })
    expect(code).toBe(1)
    const lines = stdout.slice(banner("count").length).split("\n")
    expect(lines[2]).toBe("User: Traceback (most recent call last):")
    expect(lines.slice(-4)).toEqual([
      "ValueError: bad question",
      "",
      "pf.flow.test failed with UserErrorException: ValueError: Execution failure in 'say': (ValueError) bad question",
      "",
    ])
    expect(JSON.parse(await here.read("count/.promptflow/chat.output.json"))).toMatchObject({ n: 0 })
    const { flow_runs } = JSON.parse(await here.read("count/.promptflow/chat.detail.json"))
    expect(flow_runs[0]).toMatchObject({ status: "Completed", inputs: { question: "hello" } })
    expect(await here.read("count/.promptflow/flow.log")).toContain("bad question")
  })

  it("shows what nodes print, and what they return on request; replies are Python's text", async () => {
    await using here = await Workspace.make(evaluating)
    const input = "1+1\n{'a': [1.0,True,None]}\nNone\n'x\\\\ny'\n"
    const printed = ["a", "b", "xy z 1", "", "w1w2", "", "w3"].map((line) => `[pr]: ${line}\n`).join("")
    const { stdout } = await here.pf(chat("eval", "--verbose"), { input })
    const turn = (value: string) => `User: ${printed}pr: ${value}\nBot: ${value}\n`
    expect(stdout).toBe(
      `${banner("eval")}${["2", "{'a': [1.0, True, None]}", "None", "x\\ny"].map(turn).join("")}User: Terminate the chat.\n`,
    )
  })

  it("prints parts of a reply as they come, and keeps the whole", async () => {
    await using here = await Workspace.make(streaming)
    const { stdout } = await here.pf(chat("stream", "--inputs", "lang=de"), { input: "hi\nyou" })
    expect(stdout).toBe(
      `${banner("stream")}User: Bot: a b\nhi 0\nUser: Bot: a b\nyou 1\nUser: Terminate the chat.\n`,
    )
    const output = await here.read("stream/.promptflow/chat.output.json")
    expect(JSON.parse(output)).toEqual({ answer: "a b\nyou 1", other: "de0de1" })
  })

  it("ends at Ctrl-C with exit code 0, also while it waits for a reply", async () => {
    await using here = await Workspace.make(counting)
    await here.write({
      "count/say.py":
        "import time\nfrom promptflow.core import tool\n@tool\ndef say(question: str, n: int) -> str:\n    print('begun')\n    time.sleep(60)\n",
    })
    let sent = false
    const { stdout, code } = await here.pf(chat("count"), {
      input: "hi\nmore\n",
      watch: ({ stdout: text }, child) => {
        if (sent || !text.includes("User: ")) return
        sent = true
        setTimeout(() => child.kill("SIGINT"), 1000)
      },
    })
    expect(stdout).toBe(`${banner("count")}User: Terminate the chat.\n`)
    expect(code).toBe(0)
  })
})

it("millrace flow test --interactive has the replies alone on stdout", async () => {
  await using here = await Workspace.make(streaming)
  const { stdout, stderr, code } = await here.millrace(chat("stream", "--inputs", "lang=de", "--verbose"), {
    input: "hi\nyou\n",
  })
  expect({ stdout, code }).toEqual({ stdout: "a b\nhi 0\na b\nyou 1\n", code: 0 })
  expect(stderr).toMatch(/stream.*Ctrl-D/)
  expect(stderr).toMatch(/✓ gen/)
})

it("begins with the history's default, or with what is given, which breaks the original", async () => {
  const history = [{ inputs: { question: "q0" }, outputs: { answer: "a0" } }]
  await using here = await Workspace.make(counting)
  await using millrace = await Millrace.open({ home: here.home, cwd: here.folder })
  const inputs = { chat_history: JSON.stringify(history), extra: 1 }
  await using given = await millrace.flows.chat({ flow: "count", inputs })
  expect(await given.ask("hi").result).toMatchObject({ reply: "1: you said 'hi'", unknownInputs: ["extra"] })
  const yaml = await here.read("count/flow.dag.yaml")
  const withDefault = yaml.replace("{type: list}", `{type: list, default: ${JSON.stringify(history)}}`)
  await here.write({ "count/flow.dag.yaml": withDefault })
  await using begun = await millrace.flows.chat({ flow: "count" })
  expect(toPlain([...begun.history])).toEqual(history)
})

it("refuses what is no chat flow, leaving an empty log, and misses inputs when it needs them", async () => {
  await using here = await Workspace.make({ ...counting, ...streaming })
  await using millrace = await Millrace.open({ home: here.home, cwd: here.folder })
  const yaml = (await here.read("count/flow.dag.yaml")).replace(", is_chat_input: true", "")
  await here.write({ "count/flow.dag.yaml": yaml })
  await expect(millrace.flows.chat({ flow: "count" })).rejects.toThrow(
    /^Only support chat flow in interactive mode, a chat flow has one chat input, and this one has 0\./,
  )
  expect(await here.read("count/.promptflow/flow.log")).toBe("")
  await using chat = await millrace.flows.chat({ flow: "stream" })
  await expect(chat.ask("hi").result).rejects.toThrow(`Required input(s) ['lang'] are missing for "flow".`)
})

it("flows.chat of the SDK: one warm flow, replies as parts, a history to read", async () => {
  await using here = await Workspace.make({ ...streaming, ...counting })
  await using millrace = await Millrace.open({ home: here.home, cwd: here.folder })
  await using talk = await millrace.flows.chat({ flow: "stream", inputs: { lang: "de" }, output: false })
  const parts: string[] = []
  for await (const part of talk.ask("hi")) parts.push(part)
  expect(parts).toEqual(["a ", "b\n", "hi", " 0"])
  const turn = talk.ask("you")
  expect(() => talk.ask("too early")).toThrow("not over")
  expect(await turn.result).toMatchObject({ status: "done", reply: "a b\nyou 1" })
  expect(toPlain([...talk.history])).toEqual([
    { inputs: { question: "hi" }, outputs: { answer: "a b\nhi 0", other: "de0de1" } },
    { inputs: { question: "you" }, outputs: { answer: "a b\nyou 1", other: "de0de1" } },
  ])

  await using other = await millrace.flows.chat({ flow: "count" })
  expect(await other.ask("boom").result).toMatchObject({ status: "failed", reply: null })
  const whole: string[] = []
  for await (const part of other.ask("ok")) whole.push(part)
  expect(whole).toEqual(["0: you said 'ok'"])
  await expect(async () => {
    for await (const _ of other.ask("boom"));
  }).rejects.toThrow("bad question")
})

const FLEX = `from typing import TypedDict
class Reply(TypedDict):
    answer: str
    n: int
def chat(question: str, chat_history: list) -> Reply:
    def parts():
        yield "so: "
        yield question
    return {"answer": parts() if question == "parts" else str(chat_history), "n": len(chat_history)}
`

/** Roles and contents, as the original has them for flows that are no graph (spec 1.6). */
it("gives flex flows and prompties messages as history", async () => {
  await using here = await Workspace.make({
    "flex/flow.flex.yaml": `entry: chat:chat
inputs:
  question: {type: string, is_chat_input: true}
  chat_history: {type: list}
outputs:
  answer: {type: string, is_chat_output: true}
  n: {type: int}
`,
    "flex/chat.py": FLEX,
  })
  await using millrace = await Millrace.open({ home: here.home, cwd: here.folder })
  await using chat = await millrace.flows.chat({ flow: "flex" })
  expect((await chat.ask("parts").result).reply).toBe("so: parts")
  expect((await chat.ask("list").result).reply).toBe(
    "[{'role': 'user', 'content': 'parts'}, {'role': 'assistant', 'content': 'so: parts'}]",
  )
  expect(chat.history).toHaveLength(4)

  const sample = join(repository, "gallery/prompty-chat")
  const [line = ""] = readFileSync(join(sample, "data.jsonl"), "utf8").split("\n")
  await using prompty = await millrace.flows.chat({
    flow: sample,
    replay: join(sample, "recordings"),
    output: false,
  })
  const { question } = JSON.parse(line)
  const { reply, status } = await prompty.ask(question).result
  expect([status, typeof reply]).toEqual(["done", "string"])
  expect(toPlain([...prompty.history])).toEqual([
    { role: "user", content: question },
    { role: "assistant", content: reply },
  ])
})
