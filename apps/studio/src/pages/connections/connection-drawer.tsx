import type { ConnectionSpec, StudioConnection } from "@internal/schema/studio"
import { Pencil, PlugZap, Trash2 } from "lucide-react"
import { Link } from "wouter"
import { useChange } from "../../api/queries.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { Banner } from "../../ui/banner.tsx"
import { Button } from "../../ui/button.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { DateTime } from "../../ui/figures.tsx"
import { formatNumber } from "../../ui/format.ts"
import { fieldLabel, momentOf } from "./connection-words.ts"
import styles from "./connections.module.css"

const WORKS = { key: "It works", address: "The service is there", none: "Nothing to test" }

interface ConnectionDrawerProps {
  connection: StudioConnection
  spec: ConnectionSpec | undefined
  onEdit: () => void
  onDelete: () => Promise<void>
  onClose: () => void
}

/** A connection that is there: its values, secrets masked, who uses it, and whether its service answers. */
export function ConnectionDrawer({ connection, spec, onEdit, onDelete, onClose }: ConnectionDrawerProps) {
  const { name, type, fields, usedBy, createdDate, lastModifiedDate } = connection
  const test = useChange("connections.test")
  const answer = test.data
  return (
    <Drawer
      open
      size="small"
      onOpenChange={(open) => open || onClose()}
      title={name}
      description={spec?.label ?? type}
      footer={
        <>
          <Button icon={<Trash2 />} onClick={() => void onDelete()}>
            Delete
          </Button>
          {spec ? (
            <Button icon={<Pencil />} onClick={onEdit}>
              Edit
            </Button>
          ) : null}
          <Button
            data-autofocus
            variant="primary"
            icon={<PlugZap />}
            busy={test.isPending && "Asking the service…"}
            onClick={() => test.mutate({ query: { name } })}
          >
            Test
          </Button>
        </>
      }
    >
      {test.error ? <ErrorView error={test.error} /> : null}
      {answer ? (
        <Banner
          kind={!answer.ok ? "error" : answer.proof === "key" ? "done" : "info"}
          title={answer.ok ? WORKS[answer.proof] : "It does not work"}
        >
          <p className={styles.detail}>{answer.detail}</p>
          {answer.hint ? <p className={styles.models}>{answer.hint}</p> : null}
          {answer.models?.length ? <Models names={answer.models} /> : null}
        </Banner>
      ) : null}
      <dl className={styles.facts}>
        {Object.entries(fields).map(([field, value]) => (
          <div key={field} className={styles.fact}>
            <dt>{fieldLabel(field)}</dt>
            <dd>{value === "" ? "–" : value}</dd>
          </div>
        ))}
        <div className={styles.fact}>
          <dt>Created</dt>
          <dd>
            <DateTime value={momentOf(createdDate)} />
          </dd>
        </div>
        <div className={styles.fact}>
          <dt>Updated</dt>
          <dd>
            <DateTime value={momentOf(lastModifiedDate)} />
          </dd>
        </div>
        <div className={styles.fact}>
          <dt>Used by</dt>
          <dd>
            {usedBy.length === 0 ? (
              "No node of this folder"
            ) : (
              <ul className={styles.uses}>
                {usedBy.map(({ flow, node }) => (
                  <li key={`${flow} ${node}`}>
                    <Link href={flowAddress(flow, node)}>{node ? `${flow}: ${node}` : flow}</Link>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </div>
      </dl>
    </Drawer>
  )
}

const SHOWN_MODELS = 20

function Models({ names }: { names: readonly string[] }) {
  const more = names.length - SHOWN_MODELS
  return (
    <p className={styles.models}>
      {names.slice(0, SHOWN_MODELS).join(", ")}
      {more > 0 ? `, and ${formatNumber(more)} more` : ""}
    </p>
  )
}
