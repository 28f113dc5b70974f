import { MillraceError } from "@internal/schema"
import { stringify } from "@internal/value"
import { describe, expect, it } from "vitest"
import { checkExperiment } from "./check-experiment.ts"
import { experimentJson } from "./experiment-json.ts"
import { experimentReference, fillCommand } from "./experiment-reference.ts"
import { readExperiment } from "./read-experiment.ts"

const read = (text: string) => readExperiment(text, "flow.exp.yaml")
const command = (more: string) => `- {name: a, type: command, command: echo, ${more}}`

function failure(work: () => unknown): MillraceError {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof MillraceError) return thrown
  }
  throw new Error("nothing was wrong")
}

/** The fields and their order are those that the original's `experiment create` prints. */
it("keeps every field of spec 8.5, and reads back what it wrote", () => {
  const text = `$schema: x
description: d
data: [{name: d, path: ./data.jsonl}]
inputs:
- {name: k, type: int, default: "3"}
- {name: l, type: list, default: "[1,2]"}
- {name: o, type: object, default: '{"a": 1}'}
- {name: f, type: double, default: 1}
- {name: s, type: string, default: 5}
nodes:
- name: talk
  type: chat_group
  max_turns: 4
  max_tokens: 10
  max_time: 5
  roles:
  - {role: bot, path: ./bot, inputs: {q: "\${data.d.q}", h: "\${parent.conversation_history}"}}
- name: fl
  type: flow
  path: ./bot
  inputs: {q: "\${data.d.q}"}
  init: {a: 1}
  variant: \${x.y}
  connections: {n: {connection: c}}
  environment_variables: {A: 1}
  display_name: DN
  tags: {t: "1"}
  resources: {instance_type: x}
- {name: cm, type: command, command: "echo \${inputs.x}", inputs: {x: 5}, outputs: {o: , p: ./sub}}
`
  const json = experimentJson(read(text), { shown: true })
  expect(JSON.parse(stringify(json))).toEqual({
    description: "d",
    data: [{ name: "d", path: "./data.jsonl" }],
    inputs: [
      { name: "k", type: "int", default: 3 },
      { name: "l", type: "list", default: "[1, 2]" },
      { name: "o", type: "object", default: "{'a': 1}" },
      { name: "f", type: "double", default: 1 },
      { name: "s", type: "string", default: "5" },
    ],
    nodes: [
      {
        name: "talk",
        type: "chat_group",
        max_turns: 4,
        max_tokens: 10,
        max_time: 5,
        roles: [
          { role: "bot", path: "./bot", inputs: { q: "${data.d.q}", h: "${parent.conversation_history}" } },
        ],
      },
      {
        name: "fl",
        display_name: "DN",
        tags: { t: "1" },
        variant: "${x.y}",
        environment_variables: { A: "1" },
        connections: { n: { connection: "c" } },
        init: { a: 1 },
        type: "flow",
        inputs: { q: "${data.d.q}" },
        path: "./bot",
      },
      {
        name: "cm",
        type: "command",
        command: "echo ${inputs.x}",
        inputs: { x: 5 },
        outputs: { o: null, p: "./sub" },
        environment_variables: {},
      },
    ],
  })
  const kept = stringify(experimentJson(read(text)))
  expect(stringify(experimentJson(read(kept)))).toBe(kept)
})

/** The original refuses each of these as a `UserErrorException`, too. */
describe("a template that is refused", () => {
  it.each([
    ["description: x", /no nodes/],
    ["nodes:\n- {name: a, type: wrong}", /'wrong', which is none of flow, command, chat_group/],
    ["nodes:\n- {type: command, command: echo}", /name is missing/],
    ["nodes:\n- {name: a, type: command}", /command is missing/],
    ["nodes:\n- {name: a, type: flow}", /path is missing/],
    [
      `nodes:\n${command("foo: 1")}\nunknown_key: 1`,
      /unknown field unknown_key; node a has the unknown field foo/,
    ],
    [
      `inputs: [{name: i, type: int, default: abc}]\nnodes:\n${command("")}`,
      /default of input i is no int: 'abc'/,
    ],
    [
      `inputs: [{name: i, type: foo, default: 1}]\nnodes:\n${command("")}`,
      /type that is none of int, string/,
    ],
    [`inputs: [{name: i, type: int}]\nnodes:\n${command("")}`, /input i has no default/],
    [`nodes:\n${command("")}\n${command("")}`, /name a is used more than once/],
    [
      "nodes:\n- {name: t, type: chat_group, roles: [{role: r, path: p}, {role: r, path: p}]}",
      /Duplicate roles are not allowed: \['r'\]/,
    ],
    ["nodes:\n- {name: t, type: chat_group}", /node t has no roles/],
    ["nodes: 5", /nodes is no list/],
  ])("%s", (text, reason) => {
    const error = failure(() => read(text))
    expect(error.code).toBe("EXPERIMENT_INVALID")
    expect(error.message).toMatch(reason)
    expect(error.original.at(-1)).toBe("UserError")
  })
})

/** Classes, and for data and inputs the words, are the original's. */
describe("references that are refused before anything runs", () => {
  const roles = (extra: string) =>
    `nodes:\n- {name: t, type: chat_group, max_turns: 2, roles: [{role: x, path: p, inputs: {h: "\${parent.conversation_history}"}}, ${extra}]}`
  it.each([
    [
      `nodes:\n${command('inputs: {x: "${data.nope.o}"}')}`,
      "ExperimentValueError",
      "Node 'a' inputs '${data.nope.o}' related experiment data 'nope' not found.",
    ],
    [
      `nodes:\n${command('inputs: {x: "${inputs.nope}"}')}`,
      "ExperimentValueError",
      "Input value '${inputs.nope}' is specified in node 'a', but the related experiment input 'nope' is not found. Allowed inputs are [].",
    ],
    [`nodes:\n${command('inputs: {x: "${nope.outputs.o}"}')}`, "ExperimentValueError", "'nope' not found"],
    [`nodes:\n${command('inputs: {x: "${zz}"}')}`, "ExperimentValueError", "refer to nothing"],
    [
      `data: [{name: d, path: p}, {name: e, path: p}]\nnodes:\n- {name: a, type: flow, path: p, inputs: {x: "\${data.d.q}", y: "\${data.e.q}"}}`,
      "ExperimentValueError",
      "Experiment flow node 'a' has multiple data inputs ['d', 'e'], only 1 is expected.",
    ],
    [
      `nodes:\n- {name: a, type: flow, path: p, inputs: {x: "\${b.outputs.o}", y: "\${c.outputs.o}"}}\n- {name: b, type: command, command: x}\n- {name: c, type: command, command: x}`,
      "ExperimentValueError",
      "Experiment flow node 'a' has multiple run inputs ['b', 'c'], only 1 is expected.",
    ],
    [
      `nodes:\n- {name: a, type: command, command: x, inputs: {x: "\${b.outputs.o}"}}\n- {name: b, type: command, command: x, inputs: {x: "\${a.outputs.o}"}}`,
      "ExperimentHasCycle",
      "a, b",
    ],
    [`nodes:\n${command('inputs: {x: "${a.outputs.o}"}')}`, "ExperimentHasCycle", "a"],
    [roles("{role: y, path: p}"), "MissingConversationHistoryExpression", "Role y of chat group t"],
    [
      'nodes:\n- {name: t, type: chat_group, max_turns: 2, roles: [{role: x, path: p, inputs: {h: "${parent.conversation_history}"}}]}',
      "InvalidChatRoleCount",
      "has 1 role(s)",
    ],
    [
      roles('{role: y, path: p, inputs: {h: "${parent.conversation_history}"}}').replace(
        "max_turns: 2",
        "max_turns: 0",
      ),
      "InvalidMaxTurnValue",
      "max_turns of chat group t is 0",
    ],
  ])("%s", (text, name, words) => {
    const error = failure(() => checkExperiment(read(text)))
    expect(error.original.at(-1)).toBe(name)
    expect(error.message).toContain(words)
  })
})

it("knows what each node waits for; a command may wait for several", () => {
  const needs = checkExperiment(
    read(`data: [{name: d, path: p}]
nodes:
- {name: a, type: flow, path: p, inputs: {x: "\${data.d.q}", y: plain}}
- {name: b, type: flow, path: p, inputs: {x: "\${a.outputs.q}", y: "\${a.inputs.x}", z: "\${data.d.q}"}}
- {name: c, type: command, command: x, inputs: {x: "\${a.outputs}", y: "\${b.outputs}"}}`),
  )
  const shown = Array.from(needs, ([name, { data, nodes }]) => [name, [...data], [...nodes]])
  expect(shown).toEqual([
    ["a", ["d"], []],
    ["b", ["d"], ["a"]],
    ["c", [], ["a", "b"]],
  ])
})

it.each([
  ["${data.d}", { kind: "data", name: "d", column: "" }],
  ["${data.d.a.b}", { kind: "data", name: "d", column: "a.b" }],
  ["${inputs.x}", { kind: "input", name: "x" }],
  ["${n.outputs.o.c}", { kind: "node", node: "n", section: "outputs", column: "o.c" }],
  ["${n.inputs.q}", { kind: "node", node: "n", section: "inputs", column: "q" }],
  ["${parent.conversation_history}", { kind: "history" }],
  ["${n.output}", { kind: "unknown", text: "n.output" }],
  ["text ${inputs.x}", undefined],
  [5, undefined],
])("%s refers to %j", (value, expected) => expect(experimentReference(value)).toEqual(expected))

it("fills a command, and leaves what it does not have", () => {
  const values = { inputs: new Map([["x", "1"]]), outputs: new Map([["o", "/out"]]) }
  expect(fillCommand("run ${inputs.x} > ${outputs.o}/f ${inputs.y} $HOME ${inputs.x}", values)).toBe(
    "run 1 > /out/f ${inputs.y} $HOME 1",
  )
})
