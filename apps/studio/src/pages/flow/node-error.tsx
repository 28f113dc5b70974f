import type { ErrorRecord } from "@internal/schema"
import { useAnswer } from "../../api/queries.ts"
import { useFlow } from "../../flow/flow-context.ts"
import { framesOf, stackOf } from "../../flow/stack-frames.ts"
import { Button } from "../../ui/button.tsx"
import { CodeBlock } from "../../ui/code-block.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { usePlaces } from "./places.ts"
import styles from "./running.module.css"

const MOST_FRAMES = 4

/** Why a node failed: message and hint, the stack of its code, and the lines of the flow's files that it came by. */
export function NodeError({
  error,
  node,
  of = node,
}: {
  error: ErrorRecord
  node?: string
  /** What failed, for those who hear the page; by default the node. */
  of?: string
}) {
  const flow = useFlow()
  const { goTo } = usePlaces()
  const root = useAnswer("home").data?.folder
  const frames = root === undefined ? [] : framesOf(error, root, flow.folder).slice(0, MOST_FRAMES)
  const stack = stackOf(error)
  const { hint, code } = error.millrace ?? {}
  return (
    <ErrorView error={{ message: error.message, ...(hint && { hint }), ...(code && { code }) }}>
      {frames.length > 0 && (
        <span className={styles.frames}>
          {frames.map(({ file, line, column }) => {
            const name = file.split("/").at(-1)
            const place = { file, line, ...(column !== undefined && { column }) }
            return (
              <Button
                key={`${file}:${line}`}
                size="small"
                onClick={() => goTo({ ...place, ...(ownsFile(flow, node, file) && { node }) })}
              >
                Go to {name}, line {line}
              </Button>
            )
          })}
        </span>
      )}
      {stack !== "" && (
        <div className={styles.stack}>
          <CodeBlock text={stack.trimEnd()} label={of ? `Traceback of ${of}` : "Traceback"} lines={14} />
        </div>
      )}
    </ErrorView>
  )
}

/** Whether the card of the node has an editor with the file. */
function ownsFile(flow: ReturnType<typeof useFlow>, node: string | undefined, file: string): boolean {
  const outline = flow.outline.nodes.find(({ name }) => name === node)
  return outline?.source?.path !== undefined && flow.pathOf(outline.source.path) === file
}
