import type { FlowView } from "@internal/schema/studio"
import { useEffect, useState } from "react"
import { FlowContext, useFlow } from "../../flow/flow-context.ts"
import { withSampleDeclared } from "../../flow/prompty-text.ts"
import { portsOfView } from "../../flow/run-ports.ts"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./authoring.module.css"
import { Conflicts } from "./conflicts.tsx"
import { FlexCard } from "./flex-card.tsx"
import { PlacesContext } from "./places.ts"
import { PromptyCard } from "./prompty-card.tsx"
import { RawEditor } from "./raw-editor.tsx"
import { RunInputsCard } from "./run-inputs-card.tsx"
import { useOpenFlow } from "./use-open-flow.ts"
import { usePlacesOf } from "./use-places.ts"
import { Workbench } from "./workbench.tsx"

/** A flex flow or a prompty: its files, the inputs of a run, and what came out. It has no nodes to draw. */
export function OtherKinds({ view }: { view: FlowView }) {
  // named by its folder, or by its file
  const isFile = view.path === view.file || view.path.endsWith(`/${view.file}`)
  const folder = isFile ? view.path.slice(0, -view.file.length - 1) || "." : view.path
  const { flow, state } = useOpenFlow(view, folder)
  useEffect(() => {
    flow.takePorts(portsOfView(view))
  }, [flow, view])
  if (state instanceof Error) return <ErrorView error={state} look="page" />
  if (state === "reading") return <Skeleton text={`Opening ${view.name}`} />
  return (
    <FlowContext value={flow}>
      <Opened view={view} folder={folder} />
    </FlowContext>
  )
}

function Opened({ view, folder }: { view: FlowView; folder: string }) {
  const flow = useFlow()
  const main = flow.file
  /** The file that is shown as text; the form of the flow where there is none. */
  const [asText, show] = useState<string>()
  const toForm = () => show(undefined)
  const declare = () => {
    const text = withSampleDeclared(flow.text, view.sample?.inputs ?? {})
    flow.document.change([{ path: main, text }], "declare the inputs of the sample")
  }
  const places = usePlacesOf({ showCard: toForm, openCard: toForm, showFile: show })
  return (
    <PlacesContext value={places}>
      <Workbench view={view} folder={folder} file={asText} onFile={show}>
        <div className={styles.cards}>
          <Conflicts />
          <RunInputsCard onDeclare={view.kind === "prompty" ? declare : undefined} />
          {asText !== undefined ? (
            <RawEditor path={asText} at={places.at} onClose={toForm} />
          ) : view.kind === "prompty" ? (
            <PromptyCard path={main} onText={() => show(main)} />
          ) : (
            <FlexCard path={main} onText={() => show(main)} />
          )}
        </div>
      </Workbench>
    </PlacesContext>
  )
}
