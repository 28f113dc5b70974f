import type { DescribedToolJson, FlowDiagnostic, FlowView } from "@internal/schema/studio"
import { useEffect, useMemo, useSyncExternalStore } from "react"
import { useAnswer } from "../api/queries.ts"
import type { EditorProblem } from "../editor/code-mirror.tsx"
import { useFlow } from "./flow-context.ts"
import type { FlowProblems } from "./flow-problems.ts"
import type { OpenFlow } from "./open-flow.ts"
import type { Stretch } from "./placed-problems.ts"

function useSlice<T>(read: (problems: FlowProblems) => T): T {
  const { problems } = useFlow()
  return useSyncExternalStore(
    (listener) => problems.subscribe(listener),
    () => read(problems),
  )
}

/** Everything that is wrong with the open flow, as it is typed. */
export function useProblems(): readonly FlowDiagnostic[] {
  return useSlice((problems) => problems.all)
}

export function useProblemsByNode(): ReadonlyMap<string, readonly FlowDiagnostic[]> {
  return useSlice((problems) => problems.byNode)
}

export function useNodeProblems(node: string): readonly FlowDiagnostic[] {
  return useSlice((problems) => problems.of(node))
}

/** What is wrong in a stretch of the flow's own file, and not in those `without`; for the field that stands for it. */
export function useProblemIn(
  stretch: Stretch | undefined,
  without?: readonly (Stretch | undefined)[],
): string | undefined {
  return useSlice((problems) => stretch && problems.within(stretch, without))
}

/** What an editor of a file underlines. */
export function useEditorProblems(file: string): readonly EditorProblem[] {
  const found = useSlice((problems) => problems.in(file))
  return useMemo(
    () =>
      found.flatMap(({ line, column, length, severity, message, hint }) =>
        line === undefined
          ? []
          : [
              {
                ...{ line, severity, message: hint ? `${message} ${hint}` : message },
                ...(column !== undefined && { column }),
                ...(length !== undefined && { length }),
              },
            ],
      ),
    [found],
  )
}

/** What a tool takes, as the server has found it: by its file, or by its id. */
export function useDescribedTool(
  path: string | undefined,
  id: string | undefined,
): DescribedToolJson | undefined {
  return useSlice((problems) => problems.tool(path, id))
}

/** Tells the open flow what the server knows of its folder. */
export function useServerProblems(flow: OpenFlow, view: FlowView, folder: string): void {
  const { data, error } = useAnswer("files.list", { folder })
  useEffect(() => {
    if (!data && !error) return
    const base = folder === "." ? "" : `${folder}/`
    const files = (data ?? []).filter(({ kind }) => kind === "file")
    flow.problems.serverSays(
      view,
      files.map(({ path }) => path.slice(base.length)),
    )
  }, [flow, view, folder, data, error])
}
