import { useState } from "react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { Banner } from "../../ui/banner.tsx"
import { Button } from "../../ui/button.tsx"
import { DiffText } from "../../ui/diff-text.tsx"
import styles from "./authoring.module.css"

/** Files that were changed here and on disk: nothing is written over before somebody has chosen. */
export function Conflicts() {
  const { document } = useFlow()
  // what is typed in other files is none of its business
  useFlowSlice(({ document: { files } }) =>
    files
      .filter(({ state }) => state === "conflict" || state === "failed")
      .map(({ path, state, text, theirs, problem }) =>
        [path, state, text, theirs?.version, problem].join("\n"),
      )
      .join("\n"),
  )
  const [shown, setShown] = useState<string>()
  const troubled = document.files.filter(({ state }) => state === "conflict" || state === "failed")
  if (troubled.length === 0) return null
  // over the cards wherever they are scrolled to: nothing is saved of these files until somebody has chosen
  return (
    <section className={styles.conflicts} aria-label="Files that are not saved">
      {troubled.map(({ path, state, text, theirs, problem }) =>
        theirs ? (
          <Banner
            key={path}
            kind="warn"
            title={`${path} was changed on disk, and here`}
            hint="Nothing is written over until you choose."
            actions={
              <>
                <Button size="small" onClick={() => setShown(shown === path ? undefined : path)}>
                  {shown === path ? "Hide the difference" : "Show the difference"}
                </Button>
                <Button size="small" onClick={() => document.takeTheirs(path)}>
                  Take what is on disk
                </Button>
                <Button size="small" onClick={() => document.keepMine(path)}>
                  Keep mine
                </Button>
              </>
            }
          >
            {shown === path && <DiffText before={theirs.text} after={text} />}
          </Banner>
        ) : (
          state === "failed" && (
            <Banner
              key={path}
              kind="error"
              title={`${path} could not be saved`}
              hint={problem}
              actions={
                <Button size="small" onClick={() => void document.flush()}>
                  Try again
                </Button>
              }
            />
          )
        ),
      )}
    </section>
  )
}
