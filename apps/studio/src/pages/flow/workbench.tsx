import type { ReactNode } from "react"
import { type FlowFacts, useFlow } from "../../flow/flow-context.ts"
import { Page } from "../../frame/page.tsx"
import { SplitPane } from "../../ui/split-pane.tsx"
import styles from "./authoring.module.css"
import { FilesPane } from "./files-pane.tsx"
import { FlowBar } from "./flow-bar.tsx"
import { type Pane, usePane } from "./panes.tsx"
import { ResultsDrawer } from "./results-drawer.tsx"

interface WorkbenchProps {
  view: FlowFacts
  /** Folder whose files are listed. */
  folder: string
  /** The file that is shown as text. */
  file: string | undefined
  onFile: (path: string | undefined) => void
  /** Panes of the page's own, which its bar shows and hides too. */
  panes?: Pane[]
  children: ReactNode
}

/** What every kind of flow is worked on in: a bar above, files at the left, the drawer of results below. */
export function Workbench({ view, folder, file, onFile, panes = [], children }: WorkbenchProps) {
  const flow = useFlow()
  const files = usePane("files")
  const results = usePane("results")
  return (
    <Page title={view.name} breadcrumb={[{ label: "Flows", href: "/flows" }]} bare>
      <FlowBar
        view={view}
        panes={[files, ...panes, results]}
        isRaw={file !== undefined}
        onRaw={(isRaw) => onFile(isRaw ? flow.file : undefined)}
      />
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
            first={<FilesPane view={{ ...view, path: folder }} selected={file} onOpen={onFile} />}
            second={children}
          />
        }
        second={<ResultsDrawer />}
      />
    </Page>
  )
}
