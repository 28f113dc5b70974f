import type { DefinitionOutline } from "@internal/flow"
import type { ToolSignature } from "@internal/schema"
import { type FlowView, readDescribedTool } from "@internal/schema/studio"
import { useEffect, useMemo } from "react"
import { onFiles } from "../api/live-changes.ts"
import { queryClient, useAnswer } from "../api/queries.ts"
import { useFlow } from "./flow-context.ts"
import { renamedTools, type ToolForm, toolForm } from "./tool-form.ts"
import { useDescribedTool } from "./use-problems.ts"

type Metas = Record<string, Record<string, unknown>>

export interface KnownTools {
  /** By tool id, in the order of the list. */
  package: Metas
  /** By path, as the flow writes it. */
  code: Metas
  /** New ids by old ones. */
  renamed: ReadonlyMap<string, string>
  isTrusted: boolean
  error: Error | null
}

const isTrustedView = ({ trusted }: FlowView) => trusted

/**
 * Tools that the flow can use. While its folder is not trusted: those of no Python that lies in it, and of its own what their
 * text says.
 */
export function useTools(): KnownTools {
  const flow = useFlow()
  const trusted = useAnswer("flows.get", { flow: flow.path }, { select: isTrustedView }).data
  const isTrusted = trusted ?? false
  const asked = isTrusted ? { flow: flow.path } : { flow: flow.path, careful: "true" as const }
  const { data, error } = useAnswer("flows.tools", asked, { enabled: trusted !== undefined })
  return useMemo(() => {
    const found = (data ?? {}) as { package?: Metas; code?: Metas }
    const packages = found.package ?? {}
    return {
      package: packages,
      code: found.code ?? {},
      renamed: renamedTools(packages),
      isTrusted,
      error,
    }
  }, [data, error, isTrusted])
}

/** Tools are asked about again when code of the flow is another on disk. */
export function useFreshTools(): void {
  const flow = useFlow()
  useEffect(
    () =>
      onFiles((paths) => {
        const isOwn = (path: string) => flow.folder === "." || path.startsWith(`${flow.folder}/`)
        if (paths === "any" || paths.some((path) => path.endsWith(".py") && isOwn(path)))
          void queryClient.invalidateQueries({ queryKey: ["flows.tools"] })
      }),
    [flow],
  )
}

/** The form of what a node runs; undefined where nothing is known of it, and for prompts, whose inputs are variables. */
export function useToolForm(definition: DefinitionOutline, kind: string): ToolForm | undefined {
  const tools = useTools()
  const { source } = definition
  const path = source?.path
  const id = source?.tool === undefined ? undefined : (tools.renamed.get(source.tool) ?? source.tool)
  const described = useDescribedTool(path, source?.tool)
  return useMemo(() => {
    if (kind === "llm" || kind === "prompt") return undefined
    const signature = described && readDescribedTool(described).answer
    const read = signature instanceof Error ? undefined : (signature as ToolSignature | undefined)
    const meta = id !== undefined ? tools.package[id] : path !== undefined ? tools.code[path] : undefined
    return meta || read ? toolForm(meta, read) : undefined
  }, [kind, described, tools, id, path])
}
