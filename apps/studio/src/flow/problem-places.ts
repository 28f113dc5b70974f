import type { FlowOutline } from "@internal/flow"
import type { FlowDiagnostic } from "@internal/schema/studio"

/** Problems by the node in whose text they are, or whose file they are in; under `""` those of nothing else. */
export function problemsByNode(
  problems: readonly FlowDiagnostic[],
  flow: { file: string; outline: FlowOutline; text: string },
): Map<string, readonly FlowDiagnostic[]> {
  const found = new Map<string, FlowDiagnostic[]>()
  const starts = lineStarts(flow.text)
  for (const problem of problems) {
    const node = nodeOf(problem, flow, starts)
    const list = found.get(node)
    if (list) list.push(problem)
    else found.set(node, [problem])
  }
  return found
}

function nodeOf(
  problem: FlowDiagnostic,
  { file, outline }: { file: string; outline: FlowOutline },
  starts: readonly number[],
): string {
  if (problem.file === undefined || fileMatches(problem.file, file)) {
    const at = (starts[(problem.line ?? 1) - 1] ?? 0) + (problem.column ?? 1) - 1
    const inside = outline.nodes.find((node) =>
      [node, ...node.variants].some(({ range }) => at >= range.from && at < range.to),
    )
    return inside?.name ?? ""
  }
  const named = outline.nodes.find((node) =>
    [node, ...node.variants].some(({ source }) => fileMatches(problem.file, source?.path)),
  )
  return named?.name ?? ""
}

/** Whether two paths mean one file, where one is written from further up than the other. */
export function fileMatches(a: string | undefined, b: string | undefined): boolean {
  if (!a || !b) return false
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`)
}

/** Where an offset of a text is, counted from 1. */
export function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const start = before.lastIndexOf("\n") + 1
  return { line: before.split("\n").length, column: offset - start + 1 }
}

/** Where each line of a text begins. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1)
  return starts
}
