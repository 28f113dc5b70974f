import { useAnswer } from "../api/queries.ts"
import { Button } from "../ui/button.tsx"
import { Drawer } from "../ui/dialog.tsx"
import { ErrorView } from "../ui/error-view.tsx"
import { Markdown } from "../ui/markdown.tsx"
import { Skeleton } from "../ui/skeleton.tsx"
import styles from "./evaluation-details.module.css"
import type { EvaluationChoice } from "./picked-evaluation.ts"

/** What an evaluation measures, takes and needs, before it is picked. */
export function EvaluationDetails({ choice, onClose }: { choice: EvaluationChoice; onClose: () => void }) {
  const { flow } = choice
  const isFlow = typeof flow === "string"
  const view = useAnswer("flows.get", { flow: isFlow ? flow : "" }, { enabled: isFlow })
  const sample = useAnswer("gallery.get", { name: isFlow ? "" : flow.sample }, { enabled: !isFlow })
  const { data, error } = isFlow ? view : sample
  const connections = new Set(data?.nodes.flatMap(({ model }) => model?.connection || []))
  return (
    <Drawer
      open
      size="medium"
      onOpenChange={(open) => open || onClose()}
      title={choice.title}
      description={choice.summary}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {error ? <ErrorView error={error} /> : null}
      {!data && !error ? <Skeleton text="Reading the evaluation" rows={5} /> : null}
      {data ? (
        <div className={styles.details}>
          <Rows
            caption="Inputs"
            rows={data.inputs.map(({ name, type, description }) => [name, type, description ?? ""])}
          />
          <Rows
            caption="What it says of each line"
            rows={data.outputs.map(({ name, type }) => [name, type, ""])}
          />
          <Rows
            caption="Nodes"
            rows={data.nodes.map(({ name, kind, model }) => [name, kind, model?.name ?? ""])}
          />
          <p>
            {connections.size > 0
              ? `It needs the connection ${[...connections].join(", ")}, or another that you choose.`
              : "It needs no connection."}
          </p>
          {"readme" in data && data.readme !== "" ? (
            <Markdown text={data.readme.replace(/^#\s.*\n+/, "")} />
          ) : null}
        </div>
      ) : null}
    </Drawer>
  )
}

function Rows({ caption, rows }: { caption: string; rows: [string, string, string][] }) {
  if (rows.length === 0) return null
  return (
    <table className={styles.rows}>
      <caption>{caption}</caption>
      <tbody>
        {rows.map(([name, type, more]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{type}</td>
            <td>{more}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
