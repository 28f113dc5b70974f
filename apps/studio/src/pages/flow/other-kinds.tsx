import type { FlowView } from "@internal/schema/studio"
import { useEffect, useMemo, useState } from "react"
import { onFiles } from "../../api/live-changes.ts"
import { FlowContext } from "../../flow/flow-context.ts"
import { OpenFlow } from "../../flow/open-flow.ts"
import { useServerProblems } from "../../flow/use-problems.ts"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./authoring.module.css"
import { Conflicts } from "./conflicts.tsx"
import { FlexCard } from "./flex-card.tsx"
import { PlacesContext } from "./places.ts"
import { PortsForm } from "./ports-form.tsx"
import { PromptyCard } from "./prompty-card.tsx"
import { RawEditor } from "./raw-editor.tsx"
import { usePlacesOf } from "./use-places.ts"
import { Workbench } from "./workbench.tsx"

/** A flex flow or a prompty: its files, the inputs of a run, and what came out. It has no nodes to draw. */
export function OtherKinds({ view }: { view: FlowView }) {
  // named by its folder, or by its file
  const isFile = view.path === view.file || view.path.endsWith(`/${view.file}`)
  const folder = isFile ? view.path.slice(0, -view.file.length - 1) || "." : view.path
  const main = folder === "." ? view.file : `${folder}/${view.file}`
  const flow = useMemo(() => new OpenFlow(view.path, view.file, folder), [view.path, view.file, folder])
  const [state, setState] = useState<"reading" | "open" | Error>("reading")
  useServerProblems(flow, view, folder)
  useEffect(() => {
    flow.document.open(main).then(
      () => setState("open"),
      (thrown: Error) => setState(thrown),
    )
    return onFiles((paths) => void flow.document.changedOnDisk(paths))
  }, [flow, main])
  // prompties of one folder have their tests there together: the last one may be another's
  const isAlone = view.kind === "flex"
  useEffect(() => (state === "open" && isAlone ? flow.follow() : undefined), [flow, state, isAlone])
  if (state instanceof Error) return <ErrorView error={state} look="page" />
  if (state === "reading") return <Skeleton text={`Opening ${view.name}`} />
  return (
    <FlowContext value={flow}>
      <Opened view={view} folder={folder} main={main} />
    </FlowContext>
  )
}

function Opened({ view, folder, main }: { view: FlowView; folder: string; main: string }) {
  /** The file that is shown as text; the form of the flow where there is none. */
  const [asText, show] = useState<string>()
  const toForm = () => show(undefined)
  const places = usePlacesOf({ showCard: toForm, showFile: show })
  return (
    <PlacesContext value={places}>
      <Workbench view={view} folder={folder} file={asText} onFile={show}>
        <div className={styles.cards}>
          <Conflicts />
          <PortsForm view={view} />
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
