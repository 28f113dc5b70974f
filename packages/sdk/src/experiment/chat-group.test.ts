import { type ExperimentChatGroup, readExperiment } from "@internal/flow"
import { MillraceError, type OutputPort } from "@internal/schema"
import { fromPlain, Json, toPlain } from "@internal/value"
import { describe, expect, it } from "vitest"
import { checkRole, mappingOfRole, type Turn, talk } from "./chat-group.ts"

function group(limits: string): ExperimentChatGroup {
  const role = (name: string) =>
    `{role: ${name}, path: p, inputs: {q: "\${data.d.q}", h: "\${parent.conversation_history}"}}`
  const text = `nodes:\n- {name: t, type: chat_group, ${limits}, roles: [${role("bot")}, ${role("user")}]}`
  return readExperiment(text, "t.exp.yaml").nodes[0] as ExperimentChatGroup
}

/** Says how much it has heard; the user says the stop signal after `stopAt` items. */
async function talkOf(limits: string, { stopAt = 99, tokens = 10, failAt = 99, now = Date.now } = {}) {
  const heard: unknown[] = []
  const run = async ({ role, index, inputs }: Turn) => {
    const history = toPlain(inputs.get("h") ?? null) as unknown[]
    heard.push(history.length)
    const usage = { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens }
    if (index === failAt) return { usage, error: new MillraceError("CHAT_TURN_FAILED", { reason: "bad" }) }
    const said = history.length >= stopAt ? "[STOP]" : `${role.role} ${inputs.get("q")}`
    return { usage, outputs: fromPlain({ said, other: "x" }) as Map<string, never> }
  }
  const { outputs, error } = await talk(group(limits), () => new Map([["q", "Q"]]), run, now)
  const plain = toPlain(outputs) as Record<string, { role: string; said: string }>
  return { outputs: plain, turns: Object.keys(plain).length - 1, heard, error }
}

/** Spec 8.5, chat groups in a batch. */
describe("a conversation", () => {
  it("goes round the roles, each hearing all that was said", async () => {
    const { outputs, heard } = await talkOf("max_turns: 3")
    expect(outputs).toEqual({
      "0": { role: "bot", said: "bot Q", other: "x" },
      "1": { role: "user", said: "user Q", other: "x" },
      "2": { role: "bot", said: "bot Q", other: "x" },
      conversation_history: [outputs["0"], outputs["1"], outputs["2"]],
    })
    expect(heard).toEqual([0, 1, 2])
  })

  it.each([
    ["an output that is the stop signal", "max_turns: 9", { stopAt: 3 }, 4],
    ["a stop signal of one's own", 'max_turns: 4, stop_signal: "user Q"', {}, 2],
    ["no output that only holds it", "max_turns: 3, stop_signal: user", {}, 3],
    ["max_tokens, which the original does not enforce", "max_turns: 9, max_tokens: 25", {}, 3],
    ["max_tokens alone", "max_tokens: 10", {}, 1],
  ])("ends at %s", async (_, limits, behaviour, turns) => {
    expect((await talkOf(limits, behaviour)).turns).toBe(turns)
  })

  it("ends when its time is over", async () => {
    let now = 0
    const clock = () => (now += 1500)
    expect((await talkOf("max_turns: 9, max_time: 4", { now: clock })).turns).toBe(2)
  })

  it("ends at a turn that fails, and says which", async () => {
    const { turns, error } = await talkOf("max_turns: 9", { failAt: 2 })
    expect(turns).toBe(2)
    expect(error?.message).toBe("Turn 2, of role bot, failed: bad")
  })
})

it("maps all inputs of a role but the history", () => {
  const [role] = group("max_turns: 1").roles
  expect(role && [...mappingOfRole(role).keys()]).toEqual(["q"])
})

it("refuses a role with an output called role, which its history needs (spec 8.5)", () => {
  const [role] = group("max_turns: 1").roles
  const output = (name: string): OutputPort => ({
    ...{ name, type: "string", isChatOutput: false, evaluationOnly: false, description: "" },
    binding: { kind: "literal", value: Json.of(1) },
  })
  if (!role) throw new Error("the group has roles")
  expect(() => checkRole(role, { outputs: [output("said")] })).not.toThrow()
  expect(() => checkRole(role, { outputs: [output("said"), output("role")] })).toThrow(
    expect.objectContaining({
      original: expect.arrayContaining(["UsingReservedRoleKey"]),
      message: expect.stringContaining("bot"),
    }),
  )
})
