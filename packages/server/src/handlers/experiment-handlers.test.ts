import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { ExperimentTemplate } from "@internal/schema/studio"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gradedChat } from "../../../../tests/support/graded-chat.ts"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

const turn = {
  inputs: { question: "abc", chat_history: [], tone: "plain" },
  outputs: { answer: "plain: abc" },
}
const asked = { template: "demo/graded.exp.yaml", flow: "demo/talk", turn }

describe("experiments of a chat", () => {
  let studio: TestStudio
  beforeAll(async () => {
    studio = await openTestStudio()
    for (const [path, text] of Object.entries(gradedChat)) studio.write(`demo/${path}`, text)
    studio.write("demo/other.exp.yaml", "nodes: [{name: a, type: flow, path: ./grade}]")
    studio.write("demo/broken.exp.yaml", "nodes: [")
    studio.write("far/broken.exp.yaml", "nodes: [")
    studio.write(
      "demo/talk/half.exp.yaml",
      "nodes:\n- {name: m, type: flow, path: .}\n- {name: x, type: flow, path: ../gone}\n",
    )
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  const list = (flow: string) =>
    studio.get<ExperimentTemplate[]>("GET", `/experiments?flow=${encodeURIComponent(flow)}`)
  const evaluate = async (body: object) => {
    const { work } = await studio.get<{ work: string }>("POST", "/experiments/evaluate", {
      ...asked,
      ...body,
    })
    const lines = await studio.workLines(work)
    const told = lines.flatMap(({ event }) =>
      event?.type === "experiment-node" ? [`${event.node} ${event.status}`] : [],
    )
    return {
      told,
      end: lines.at(-1)?.event as unknown as { result?: { nodes: object[] }; error?: { message: string } },
    }
  }

  it("are listed with what is wrong with them, for flows that they have; nothing is asked of others", async () => {
    const found = await list("demo/talk")
    expect(found.map(({ template, problem }) => [template, problem?.code])).toEqual([
      ["demo/broken.exp.yaml", "YAML_SYNTAX"],
      ["demo/graded.exp.yaml", undefined],
      ["demo/talk/half.exp.yaml", "EXPERIMENT_INVALID"],
    ])
    expect(found[1]).toMatchObject({
      description: "Grades the answers of talk.",
      inputs: [{ name: "bonus", type: "int", default: 5 }],
      asks: ["demo/graded.exp.yaml", "demo/after", "demo/grade"],
    })
    expect(found[1]?.nodes.flatMap(({ name, part }) => (part === "runs" ? [name] : []))).toEqual([
      "after",
      "grade",
      "both",
    ])
    expect((await list("demo/grade")).map(({ template }) => template)).toContain("demo/other.exp.yaml")
    expect(await list("demo/talk/flow.dag.yaml")).toEqual(found)
  })

  it("run on a turn when their flows may; a node that fails is in the result", async () => {
    const refused = await studio.ask("POST", "/experiments/evaluate", asked)
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "FOLDER_UNTRUSTED" }])
    // the flows alone are not enough: the template says with what environment they run
    for (const flow of ["demo/grade", "demo/after"]) await studio.get("POST", "/flows/trust", { flow })
    expect((await studio.ask("POST", "/experiments/evaluate", asked)).status).toBe(403)
    await studio.get("POST", "/experiments/trust", { template: asked.template, flow: asked.flow })
    expect((await list("demo/talk"))[1]?.asks).toEqual([])

    const { told, end } = await evaluate({ inputs: { bonus: 10 } })
    expect(told.slice(0, 2)).toEqual(["grade InProgress", "grade Completed"])
    expect(end.result?.nodes).toMatchObject([
      { name: "main", status: "answered" },
      { name: "grade", status: "done", outputs: { score: 17 }, metrics: { mean: 17 } },
      { name: "after", status: "done", outputs: { doubled: 34 } },
      { name: "both", status: "done", outputs: { score: 7 } },
      { name: "told", status: "left-out" },
      { name: "heard", status: "left-out" },
    ])
    const failed = await evaluate({ turn: { ...turn, inputs: { question: "boom" } } })
    expect(failed.end.result?.nodes).toMatchObject([{}, { name: "grade", status: "failed" }, {}, {}, {}, {}])
    const wrong = await evaluate({ inputs: { bonus: "many" } })
    expect(wrong.end.error?.message).toContain("bonus")
  })

  it("lead nowhere else: other files, folders above, links out of what is allowed", async () => {
    const code = async (body: object) =>
      (
        (await (await studio.ask("POST", "/experiments/evaluate", { ...asked, ...body })).json()) as {
          code: string
        }
      ).code
    expect(await code({ template: "demo/rows.jsonl" })).toBe("EXPERIMENT_TEMPLATE_MISSING")
    expect(await code({ template: "../x.exp.yaml" })).toBe("PATH_OUTSIDE")
    expect(await code({ template: "demo/talk/half.exp.yaml" })).toBe("EXPERIMENT_INVALID")
    const outside = join(studio.folder, "..", "outside")
    mkdirSync(outside)
    writeFileSync(join(outside, "flow.dag.yaml"), gradedChat["grade/flow.dag.yaml"])
    symlinkSync(outside, join(studio.folder, "demo/grade/linked"))
    studio.write(
      "demo/grade/out.exp.yaml",
      'nodes:\n- {name: m, type: flow, path: ../talk}\n- {name: g, type: flow, path: ./linked, inputs: {answer: "${m.outputs.answer}"}}\n',
    )
    expect(await code({ template: "demo/grade/out.exp.yaml" })).toBe("FOLDER_UNTRUSTED")
  })
})
