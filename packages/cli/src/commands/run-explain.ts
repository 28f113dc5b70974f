import type { NodeExplanation } from "@internal/sdk"
import { repr } from "@internal/value"
import { present } from "../arguments/execution.ts"
import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

const LONGEST_VALUE = 60

/** `run explain` */
export const runExplain: Action = async (given, context) => {
  const api = await context.millrace()
  const explained = await api.runs.explain(
    runName(given),
    present({ line: given.count("line"), node: given.text("node") }),
  )
  if (context.json) return printJson(context, explained)
  const { terminal } = context
  terminal.out(`run ${explained.run}, line ${explained.line}\n`)
  for (const node of explained.nodes) {
    terminal.out(`\n${terminal.onOut.strong(node.node)}  ${verdict(node)}\n`)
    for (const { part, what, before, now, diff } of node.changes) {
      const values = part.startsWith("input ") ? `: ${short(before)} → ${short(now)}` : ""
      terminal.out(`  ${part} ${what}${values}\n`)
      if (diff !== undefined) terminal.out(`${diff.trimEnd().replaceAll(/^/gm, "    ")}\n`)
    }
  }
}

const ANSWERS: Record<NodeExplanation["answer"], string> = {
  hit: "hit: the answer of an earlier run",
  miss: "miss",
  off: "ran: answers of earlier runs were not looked for (--cache use)",
  "not shared": "ran: code runs again, unless it says `x-millrace: {pure: true}` or the run --cache all",
  reused: "reused: the answer of an earlier attempt of this line",
  bypassed: "bypassed",
  "no key": "ran: its answers are never taken over",
}

function verdict({ answer, nearest, changes }: NodeExplanation): string {
  const compared = answer === "miss" || answer === "off" || answer === "not shared"
  if (!compared) return ANSWERS[answer]
  if (nearest === undefined) return `${ANSWERS[answer]}; there is no earlier answer to compare with`
  const same = changes.length === 0 ? "has the same key" : "had another key"
  const place =
    nearest.attempt === undefined ? `run ${nearest.run}` : `attempt ${nearest.attempt} of the line`
  return `${ANSWERS[answer]}; ${place} ${same}`
}

function short(value: NodeExplanation["changes"][number]["now"]): string {
  const text = repr(value ?? null)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}
