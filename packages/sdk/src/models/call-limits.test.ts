import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { Millrace } from "../index.ts"
import { callLimits } from "./call-limits.ts"

test("settings become limits, and what is no time is refused", () => {
  expect(callLimits({})).toEqual({})
  const config = {
    "timeouts.call": "30",
    "timeouts.first_token": 5,
    "timeouts.between_tokens": 0.5,
    "timeouts.connect": 2,
  }
  expect(callLimits(config)).toEqual({ overall: 30, first: 5, idle: 0.5, connect: 2000 })
  expect(() => callLimits({ "timeouts.call": "soon" })).toThrow("timeouts.call is soon")
})

test.for([
  ["first_token", 0],
  ["between_tokens", 1],
] as const)(
  "a model that falls silent is given up after timeouts.%s, and asked again",
  async ([setting, tokens]) => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-limits-"))
    let calls = 0
    const server = createServer((request, response) => {
      request.resume().on("end", () => {
        calls++
        response.setHeader("content-type", "text/event-stream")
        const say = (content: string) =>
          response.write(
            `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] })}\n\n`,
          )
        if (calls > 1) {
          say("whole")
          response.end("data: [DONE]\n\n")
        } else for (let i = 0; i < tokens; i++) say("part")
        response.flushHeaders()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    try {
      const flow = join(folder, "flow")
      mkdirSync(flow)
      writeFileSync(
        join(flow, "flow.dag.yaml"),
        'inputs: {}\noutputs:\n  a: {type: string, reference: "${ask.output}"}\nnodes:\n- name: ask\n  type: llm\n  source: {type: code, path: ask.jinja2}\n  inputs: {model: m, stream: true}\n  connection: c\n  api: chat\n',
      )
      writeFileSync(join(flow, "ask.jinja2"), "# user:\nhi\n")
      const settings = { [`timeouts.${setting}`]: "0.3" }
      await using millrace = await Millrace.open({ home: join(folder, "home"), settings })
      const { port } = server.address() as AddressInfo
      await millrace.connections.create({
        name: "c",
        type: "open_ai",
        api_key: "none",
        base_url: `http://127.0.0.1:${port}/v1`,
      })
      const { output } = await millrace.flows.test({ flow, inputs: {}, output: false }).result
      // what had not been handed on is asked again (spec 5.5)
      expect(output).toEqual(new Map([["a", "whole"]]))
      expect(calls).toBe(2)
    } finally {
      server.closeAllConnections()
      server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
