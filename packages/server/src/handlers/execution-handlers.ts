import { randomUUID } from "node:crypto"
import type { FlowTest } from "@internal/schema/studio"
import { plainData, type TestOptions } from "@internal/sdk"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"
import { flowFolder } from "./flow-handlers.ts"

type Operations =
  | "tests.start"
  | "tests.list"
  | "chats.open"
  | "chats.ask"
  | "chats.close"
  | "work.events"
  | "work.cancel"
  | "events"

export const executionHandlers: Handlers<Operations> = {
  "tests.start"(studio, { body }) {
    const options = testOptions(studio, body)
    return { work: studio.works.start(studio.engines.tests, "flows.test", options).work }
  },
  async "tests.list"({ api, folder, works }, { query: { flow, limit } }) {
    const path = folder.inside(flow)
    const tests = await api.flows.tests({
      flow: path.endsWith(".prompty") ? path : flowFolder(path),
      limit,
    })
    return plainData(tests.map((test) => ({ ...test, work: works.ofRun(test.run) ?? null }))) as FlowTest[]
  },
  "chats.open"(studio, { body }) {
    const chat = randomUUID()
    const options = { ...testOptions(studio, body), chat }
    return { chat, work: studio.works.start(studio.engines.tests, "flows.chat", options).work }
  },
  "chats.ask": ({ works, engines }, { query, body }) => ({
    work: works.start(engines.tests, "chat.ask", { ...body, chat: query.chat }).work,
  }),
  async "chats.close"({ works, engines }, { query }) {
    await works.ask(engines.tests, "chat.close", { chat: query.chat })
    return { ok: true }
  },
  "work.events": ({ works }, { query }, { signal }) => works.events(query.work, query.after, signal),
  "work.cancel"({ works }, { query }) {
    works.cancel(query.work)
    return { ok: true }
  },
  async *events({ changes, version }, { query }, { signal }) {
    yield { seq: query.after, event: { type: "hello", session: version } }
    yield* changes.events(query.after, signal)
  },
}

interface Asked extends Omit<TestOptions, "flow"> {
  flow: string
}

/** Code of the folder runs only where it may. */
function testOptions<A extends Asked>({ folder, trust }: Studio, asked: A): A {
  const path = folder.inside(asked.flow)
  trust.need(flowFolder(path), asked.flow)
  return { ...asked, flow: path }
}
