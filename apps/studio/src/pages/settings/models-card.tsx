import type { Answer } from "@internal/schema/studio"
import { Download, Trash2 } from "lucide-react"
import { useState } from "react"
import { call } from "../../api/call.ts"
import { queryClient, useAnswer } from "../../api/queries.ts"
import { FollowedWork } from "../../api/work.ts"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { confirm } from "../../ui/confirm.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { formatBytes } from "../../ui/format.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import { toast } from "../../ui/toasts.ts"
import { progressOf } from "./progress-of.ts"
import styles from "./settings.module.css"

type Model = Answer<"models.list">[number]

/** Of the models that can be fetched, the one that flows without a connection use. */
const SMALL = "smollm2"

/** The models on this machine: fetched, deleted. */
export function ModelsCard() {
  const models = useAnswer("models.list")
  const isSmallThere = models.data?.some(({ name }) => name === SMALL) ?? true
  return (
    <Card title="Models on this machine">
      {models.error ? <ErrorView error={models.error} /> : null}
      {!models.data && !models.error ? <Skeleton text="Looking for models…" rows={1} /> : null}
      <ul className={styles.models}>
        {models.data?.map((model) => (
          <Fetched key={model.name} model={model} />
        ))}
        {isSmallThere ? null : <ToFetch />}
      </ul>
    </Card>
  )
}

function Fetched({ model: { name, bytes } }: { model: Model }) {
  const remove = async () => {
    const sure = await confirm({
      title: `Delete ${name}?`,
      text: "Its file is removed from this machine. Flows that use it fetch or need it again.",
      action: "Delete",
      danger: true,
    })
    if (!sure) return
    await call("models.delete", { query: { name } }).catch((thrown: Error) =>
      toast({ kind: "error", title: `${name} was not deleted`, text: thrown.message }),
    )
    await renew()
  }
  return (
    <li className={styles.model}>
      <span className={styles.name}>{name}</span>
      <span className={styles.muted}>{typeof bytes === "number" ? formatBytes(bytes) : ""}</span>
      <Button size="small" icon={<Trash2 />} aria-label={`Delete ${name}`} onClick={() => void remove()}>
        Delete
      </Button>
    </li>
  )
}

function ToFetch() {
  const [told, setTold] = useState<string | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)
  const pull = async () => {
    setTold("Fetching…")
    setFailure(null)
    try {
      const { work } = await call("models.pull", { query: { name: SMALL } })
      const { error } = await new FollowedWork(work, { told: (one) => setTold(progressOf(one)) }).outcome
      if (error) throw Object.assign(new Error(error.message), error)
      await renew()
    } catch (thrown) {
      setFailure(thrown as Error)
    }
    setTold(null)
  }
  return (
    <li>
      <div className={styles.model}>
        <span className={styles.name}>{SMALL}</span>
        <span className={styles.muted} role="status">
          {told ?? "The small model that needs no key; about 100 MB, fetched once."}
        </span>
        <Button size="small" icon={<Download />} busy={told && "Fetching…"} onClick={() => void pull()}>
          Fetch
        </Button>
      </div>
      {failure ? <ErrorView error={failure} title="It was not fetched." /> : null}
    </li>
  )
}

const renew = () =>
  Promise.all(
    ["models.list", "doctor"].map((operation) => queryClient.invalidateQueries({ queryKey: [operation] })),
  )
