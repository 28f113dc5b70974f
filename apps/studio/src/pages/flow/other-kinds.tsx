import type { FlowView } from "@internal/schema/studio"
import { useEffect, useMemo, useState } from "react"
import { onFiles } from "../../api/live-changes.ts"
import { FlowContext } from "../../flow/flow-context.ts"
import { OpenFlow } from "../../flow/open-flow.ts"
import { useServerProblems } from "../../flow/use-problems.ts"
import { Page } from "../../frame/page.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { SplitPane } from "../../ui/split-pane.tsx"
import styles from "./authoring.module.css"
import { Conflicts } from "./conflicts.tsx"
import { FilesPane } from "./files-pane.tsx"
import { FlexCard } from "./flex-card.tsx"
import { FlowBar } from "./flow-bar.tsx"
import { usePane } from "./panes.tsx"
import { PlacesContext } from "./places.ts"
import { PortsForm } from "./ports-form.tsx"
import { PromptyCard } from "./prompty-card.tsx"
import { RawEditor } from "./raw-editor.tsx"
import { ResultsDrawer } from "./results-drawer.tsx"
import { usePlacesOf } from "./use-places.ts"

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
  const files = usePane("files")
  const results = usePane("results")
  const places = usePlacesOf({ showCard: toForm, showFile: show })
  return (
    <PlacesContext value={places}>
      <Page title={view.name} breadcrumb={[{ label: "Flows", href: "/flows" }]} bare>
        <FlowBar view={view} panes={[files, results]} />
        <SplitPane
          id="authoring-drawer"
          direction="column"
          sized="second"
          label="Results"
          initial={Math.round(innerHeight * 0.22)}
          min={96}
          rest={200}
          collapsible
          collapsed={results.isHidden}
          onCollapsedChange={results.hide}
          className={styles.body}
          first={
            <SplitPane
              id="authoring-files"
              label="Files"
              initial={200}
              min={140}
              max={420}
              rest={480}
              collapsible
              collapsed={files.isHidden}
              onCollapsedChange={files.hide}
              first={<FilesPane view={{ ...view, path: folder }} selected={asText} onOpen={show} />}
              second={
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
              }
            />
          }
          second={<ResultsDrawer />}
        />
      </Page>
    </PlacesContext>
  )
}
