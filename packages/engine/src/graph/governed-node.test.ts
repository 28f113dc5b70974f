import { MillraceError, type Plan } from "@internal/schema"
import { Json } from "@internal/value"
import { expect, test } from "vitest"
import { executeRun } from "../execute-run.ts"
import { PreparedPlan } from "../prepare.ts"
import { planOf } from "../testing/plan.ts"
import { type Script, ScriptedHost } from "../testing/scripted-host.ts"

async function run(plan: Plan, scripts: Record<string, Script>) {
  const host = new ScriptedHost(scripts)
  const prepared = await PreparedPlan.make(plan, host)
  const start = {
    type: "run-start" as const,
    plan: "",
    flow: "f",
    lines: 1,
    versions: { millrace: "", node: "", flow: "" },
  }
  let outputs: string | undefined
  const result = await host.clock.drive(
    executeRun(prepared, [{ number: 0, inputs: new Map() }], host, {
      start,
      concurrency: 1,
      lineEnded: (line) => {
        outputs = line.outputs?.text ?? line.error?.message
      },
    }),
  )
  return { host, outputs, status: result.counts.done === 1 ? "done" : "failed" }
}

const fail = () => {
  throw new Error("no")
}

function flow(policy: NonNullable<Plan["nodes"][number]["policy"]>): Plan {
  return planOf({
    nodes: {
      a: { policy },
      b: { inputs: { x: "${a.output}" } },
      c: {},
    },
    outputs: { b: "${b.output}", c: "${c.output}" },
  })
}

test("without a word the line fails with the node", async () => {
  const { status } = await run(flow({}), { a: fail, b: () => "b", c: () => "c" })
  expect(status).toBe("failed")
})

test("skip: what needs the node is bypassed, the rest of the line is there", async () => {
  const { outputs, host } = await run(flow({ onError: { kind: "skip" } }), {
    a: fail,
    b: () => "b",
    c: () => "c",
  })
  expect(outputs).toBe('{"b":null,"c":"c"}')
  expect(host.events).toContainEqual(
    expect.objectContaining({ type: "node-error", node: "a", handled: "skip" }),
  )
  expect(host.events).toContainEqual(expect.objectContaining({ type: "node-bypass", node: "b" }))
})

test("default: the value goes on in place of the answer", async () => {
  const policy = { onError: { kind: "default" as const, value: Json.ofText('{"n":1.5}') } }
  const { outputs } = await run(flow(policy), { a: fail, b: ({ inputs }) => inputs.x, c: () => "c" })
  expect(outputs).toBe('{"b":{"n":1.5},"c":"c"}')
})

test("fallback: another node runs only when it is needed, and its answer goes on", async () => {
  const plan = planOf({
    nodes: {
      a: { policy: { onError: { kind: "fallback", name: "spare", to: "node" } } },
      spare: { onDemand: true },
      b: { inputs: { x: "${a.output}" } },
    },
    outputs: { b: "${b.output}" },
  })
  const scripts = {
    spare: () => "spare",
    b: ({ inputs }: { inputs: Record<string, unknown> }) => `b of ${inputs.x}`,
  }
  const needed = await run(plan, { ...scripts, a: fail })
  expect(needed.outputs).toBe('{"b":"b of spare"}')
  const unneeded = await run(plan, { ...scripts, a: () => "a" })
  expect(unneeded.outputs).toBe('{"b":"b of a"}')
  expect(unneeded.host.trace().join()).not.toContain("spare")
})

test("retry: again after waits that double, for the errors that are named", async () => {
  let times = 0
  const flaky = () => {
    if (++times < 3)
      throw new MillraceError("MODEL_CALL_FAILED", { class: "RateLimitError", detail: "", status: 429 })
    return "a"
  }
  const { outputs, host } = await run(flow({ retry: { times: 2, backoff: 10, on: ["ratelimiterror"] } }), {
    a: flaky,
    b: ({ inputs }) => inputs.x,
    c: () => "c",
  })
  expect(outputs).toBe('{"b":"a","c":"c"}')
  expect(host.clock.now()).toBe(30_000)
  const attempts = host.events.flatMap((event) =>
    event.type === "node-start" && event.node === "a" ? [event.attempt] : [],
  )
  expect(attempts).toEqual([1, 2, 3])

  times = 0
  const refused = await run(flow({ retry: { times: 2, backoff: 10, on: ["timeout"] } }), {
    a: flaky,
    b: () => "b",
    c: () => "c",
  })
  expect(refused.status).toBe("failed")
  expect(times).toBe(1)
})

test("timeout: the node fails, and may be tried again or stood in for", async () => {
  const hang: Script = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
  const { status, outputs } = await run(flow({ timeout: 0.05 }), { a: hang, b: () => "b", c: () => "c" })
  expect(status).toBe("failed")
  expect(outputs).toBe("Node a took longer than 0.05 seconds.")
  const policy = { timeout: 0.05, onError: { kind: "default" as const, value: Json.ofText('"late"') } }
  const replaced = await run(flow(policy), { a: hang, b: ({ inputs }) => inputs.x, c: () => "c" })
  expect(replaced.outputs).toBe('{"b":"late","c":"c"}')
})
