import type { Answer } from "@internal/schema/studio"
import { Copy } from "lucide-react"
import { useState } from "react"
import { Link } from "wouter"
import { useAnswer } from "../../api/queries.ts"
import { KIND_NAMES, TYPE_NAMES } from "../../flow/flow-words.ts"
import { Button } from "../../ui/button.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Markdown } from "../../ui/markdown.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import styles from "./gallery.module.css"

type Part = "readme" | "ports" | "nodes" | "files"

interface SampleDrawerProps {
  name: string
  onClone: () => void
  onClose: () => void
}

/** What a sample says of itself and what it is made of, before it is cloned. */
export function SampleDrawer({ name, onClone, onClose }: SampleDrawerProps) {
  const { data, error } = useAnswer("gallery.get", { name })
  const [part, setPart] = useState<Part>("readme")
  return (
    <Drawer
      open
      size="large"
      onOpenChange={(open) => open || onClose()}
      title={data?.title ?? name}
      description={data ? `${TYPE_NAMES[data.type]} · ${KIND_NAMES[data.kind]} · ${name}` : undefined}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button data-autofocus variant="primary" icon={<Copy />} disabled={!data} onClick={onClone}>
            Clone
          </Button>
        </>
      }
    >
      {error ? <ErrorView error={error} title="The sample could not be read." /> : null}
      {!data && !error ? <Skeleton text="Reading the sample…" rows={8} /> : null}
      {data ? (
        <Tabs<Part>
          label="Sample"
          value={part}
          onChange={setPart}
          tabs={[
            { value: "readme", label: "Read me" },
            { value: "ports", label: "Inputs and outputs", count: data.inputs.length + data.outputs.length },
            { value: "nodes", label: "Nodes", count: data.nodes.length },
            { value: "files", label: "Files", count: data.files.length },
          ]}
        >
          <div className={styles.part}>
            {part === "readme" ? (
              <>
                <Needs needs={data.needs} />
                <Markdown text={withoutTitle(data.readme)} />
              </>
            ) : null}
            {part === "ports" ? (
              <>
                <Ports
                  caption="Inputs"
                  rows={data.inputs.map(({ name, type }) => [name, type])}
                  head="Type"
                />
                <Ports
                  caption="Outputs"
                  rows={data.outputs.map(({ name, type }) => [name, type])}
                  head="Type"
                />
              </>
            ) : null}
            {part === "nodes" ? (
              <Ports caption="Nodes" rows={data.nodes.map(({ name, kind }) => [name, kind])} head="Kind" />
            ) : null}
            {part === "files" ? (
              <ul className={styles.files}>
                {data.files.map((file) => (
                  <li key={file}>
                    <code>{file}</code>
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        </Tabs>
      ) : null}
    </Drawer>
  )
}

/** The drawer's title says it already. */
const withoutTitle = (readme: string) => readme.replace(/^#\s.*\n+/, "")

function Ports({ caption, head, rows }: { caption: string; head: string; rows: [string, string][] }) {
  if (rows.length === 0) return <p className={styles.none}>{caption}: none.</p>
  return (
    <table className={styles.ports}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">{head}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, type]) => (
          <tr key={name}>
            <td>
              <code>{name}</code>
            </td>
            <td>{type}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What has to be there before a clone of it runs. */
function Needs({ needs: { connections, packages } }: Pick<Answer<"gallery.get">, "needs">) {
  return (
    <section className={styles.needs} aria-labelledby="sample-needs">
      <h3 id="sample-needs" className={styles.needsTitle}>
        Prerequisites
      </h3>
      {connections.length === 0 && packages.length === 0 ? (
        <p>None: it needs neither a connection nor packages.</p>
      ) : (
        <ul>
          {connections.map(({ name, there }) => (
            <li key={name}>
              Connection <code>{name}</code>
              {name === "local_model" ? (
                <>
                  , the <Link href="/settings">model on this machine</Link>
                </>
              ) : there ? (
                ", which is there"
              ) : (
                <>
                  , not there yet: <Link href="/connections">create it</Link>, or choose another in the clone
                </>
              )}
            </li>
          ))}
          {packages.length > 0 ? (
            <li>
              {packages.length === 1 ? "Package" : "Packages"} <code>{packages.join(", ")}</code>, installed
              at the first run
            </li>
          ) : null}
        </ul>
      )}
    </section>
  )
}
