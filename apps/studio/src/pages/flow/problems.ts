import type { FlowOutline } from "@internal/flow"
import type { FlowDiagnostic, FlowView } from "@internal/schema/studio"

/** Problems by the node in whose text they are; under `""` those of nothing else. */
export function problemsByNode(
  view: FlowView,
  outline: FlowOutline,
  text: string,
): Map<string, FlowDiagnostic[]> {
  const found = new Map<string, FlowDiagnostic[]>()
  const starts = lineStarts(text)
  for (const problem of view.diagnostics) {
    const node = nodeOf(problem, view, outline, starts)
    found.set(node, [...(found.get(node) ?? []), problem])
  }
  return found
}

/** Problems that are in a file, for its editor. */
export function problemsIn(view: FlowView, file: string): FlowDiagnostic[] {
  return view.diagnostics.filter((problem) => sameFile(problem.file, file))
}

function nodeOf(problem: FlowDiagnostic, view: FlowView, outline: FlowOutline, starts: number[]): string {
  if (sameFile(problem.file, view.file) || problem.file === undefined) {
    const at = starts[(problem.line ?? 1) - 1] ?? 0
    const inside = outline.nodes.find((node) =>
      [node, ...node.variants].some(
        ({ range }) => at + (problem.column ?? 1) - 1 >= range.from && at < range.to,
      ),
    )
    return inside?.name ?? ""
  }
  const named = outline.nodes.find((node) =>
    [node, ...node.variants].some(({ source }) => sameFile(problem.file, source?.path)),
  )
  return named?.name ?? ""
}

function sameFile(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`)
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1)
  return starts
}
