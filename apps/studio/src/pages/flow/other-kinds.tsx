import type { FlowView } from "@internal/schema/studio"
import { useEffect, useMemo, useState } from "react"
import { onFiles } from "../../api/live-changes.ts"
import { FlowContext } from "../../flow/flow-context.ts"
import { OpenFlow } from "../../flow/open-flow.ts"
import { Page } from "../../frame/page.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { SplitPane } from "../../ui/split-pane.tsx"
import styles from "./authoring.module.css"
import { Conflicts } from "./conflicts.tsx"
import { FilesPane } from "./files-pane.tsx"
import { FlowBar } from "./flow-bar.tsx"
import { usePane } from "./panes.tsx"
import { PortsForm } from "./ports-form.tsx"
import { RawEditor } from "./raw-editor.tsx"
import { ResultsDrawer } from "./results-drawer.tsx"

/** A flex flow or a prompty: its files, the inputs of a run, and what came out. It has no nodes to draw. */
export function OtherKinds({ view }: { view: FlowView }) {
  const isPrompty = view.kind === "prompty"
  const folder = isPrompty ? view.path.split("/").slice(0, -1).join("/") || "." : view.path
  const main = isPrompty ? view.path : view.path === "." ? view.file : `${view.path}/${view.file}`
  const flow = useMemo(
    () => new OpenFlow(view.path, isPrompty ? "" : view.file),
    [view.path, view.file, isPrompty],
  )
  const [shown, show] = useState(main)
  const files = usePane("files")
  const results = usePane("results")
  const [state, setState] = useState<"reading" | "open" | Error>("reading")
  useEffect(() => {
    flow.document.open(main).then(
      () => setState("open"),
      (thrown: Error) => setState(thrown),
    )
    return onFiles((paths) => void flow.document.changedOnDisk(paths))
  }, [flow, main])
  if (state instanceof Error) return <ErrorView error={state} look="page" />
  if (state === "reading") return <Skeleton text={`Opening ${view.name}`} />
  return (
    <FlowContext value={flow}>
      <Page title={view.name} breadcrumb={[{ label: "Flows", href: "/flows" }]} bare>
        <FlowBar view={view} problems={view.diagnostics} panes={[files, results]} />
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
              first={<FilesPane view={{ ...view, path: folder }} selected={shown} onOpen={show} />}
              second={
                <div className={styles.cards}>
                  <Conflicts />
                  <PortsForm view={view} />
                  <RawEditor view={view} path={shown} onClose={() => show(main)} />
                </div>
              }
            />
          }
          second={<ResultsDrawer view={view} />}
        />
      </Page>
    </FlowContext>
  )
}
