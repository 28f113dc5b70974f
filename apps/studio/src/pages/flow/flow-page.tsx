import type { FlowView } from "@internal/schema/studio"
import { useMemo } from "react"
import { useParams } from "wouter"
import { obstacleOf, useAnswer } from "../../api/queries.ts"
import { flowPathOf } from "../../flow/flow-address.ts"
import { FlowContext, type FlowFacts } from "../../flow/flow-context.ts"
import { NoFlow } from "../../flow/no-flow.tsx"
import { RuntimeChip } from "../../flow/runtime-chip.tsx"
import { Slot } from "../../frame/slots.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { Authoring } from "./authoring.tsx"
import { OtherKinds } from "./other-kinds.tsx"
import { useOpenFlow } from "./use-open-flow.ts"

/** A flow, by its path below the opened folder. */
export default function FlowPage() {
  const path = flowPathOf(useParams()["*"])
  const answer = useAnswer("flows.get", { flow: path })
  const obstacle = obstacleOf(answer)
  if (obstacle) return <NoFlow path={path} error={obstacle} />
  if (!answer.data) return <Skeleton text={`Reading ${path}`} />
  const view = answer.data
  return (
    <>
      <Slot name="runtime">
        <RuntimeChip key={path} flow={path} />
      </Slot>
      {view.kind === "dag" ? <Dag key={path} view={view} /> : <OtherKinds key={path} view={view} />}
    </>
  )
}

// what the page of a flow shows anyway is asked for while the flow is read, and not one after another
void import("../../editor/code-mirror.tsx")
void import("../../graph/flow-graph.tsx")

/** The same object while it says the same: what the server finds wrong after each saving draws no pages. */
function useFacts({ path, name, kind, file, isChat }: FlowView): FlowFacts {
  return useMemo(() => ({ path, name, kind, file, isChat }), [path, name, kind, file, isChat])
}

function Dag({ view }: { view: FlowView }) {
  const facts = useFacts(view)
  const { flow, state } = useOpenFlow(view, view.path)
  if (state instanceof Error) return <ErrorView error={state} look="page" />
  if (state === "reading") return <Skeleton text={`Opening ${view.name}`} />
  return (
    <FlowContext value={flow}>
      <Authoring view={facts} />
    </FlowContext>
  )
}
