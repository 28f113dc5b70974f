import type { RunInfo } from "@internal/sdk"
import { expect, test } from "vitest"
import type { Context } from "../context.ts"
import { RecordingTerminal } from "../testing/recording-terminal.ts"
import { printRun } from "./run-show.ts"

const NO_COST = { known: 0, unknown: [], models: [] }

function printed(state: RunInfo["state"], hint: string): string {
  const terminal = new RecordingTerminal()
  const run = {
    name: "r",
    state,
    metrics: {},
    properties: {},
    counts: { total: 9, done: 3, failed: 1, crashed: 0, cancelled: 0 },
    usage: { total_tokens: 0 },
    cost: NO_COST,
    startedOn: null,
    endedOn: null,
    createdOn: "2026-01-01",
    flowName: "f",
    output: "out",
    error: { message: "m", code: "UserError", innerError: null, millrace: { code: "TOOL_FAILED", hint } },
  } as unknown as RunInfo
  printRun(run, { terminal, cwd: "/" } as unknown as Context)
  return terminal.printed + terminal.errors
}

test("a run that was cut off says once how it goes on, also when a line of it has failed", () => {
  const command = "millrace run resume r"
  expect(printed("interrupted", "Look at line 3.").split(command)).toHaveLength(2)
  expect(printed("cancelled", "").split(command)).toHaveLength(2)
  expect(printed("interrupted", `Go on with it: ${command}.`).split(command)).toHaveLength(2)
  expect(printed("done", "")).not.toContain(command)
})
