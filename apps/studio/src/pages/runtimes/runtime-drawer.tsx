import type { StudioRuntime } from "@internal/schema/studio"
import { RefreshCw, SearchCheck, Trash2 } from "lucide-react"
import { useState } from "react"
import { call } from "../../api/call.ts"
import { useAnswer } from "../../api/queries.ts"
import { Button } from "../../ui/button.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { DateTime } from "../../ui/figures.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { CheckBanner } from "./check-banner.tsx"
import { askingToInstall } from "./create-drawer.tsx"
import { useMaking } from "./making.ts"
import { MakingLog } from "./making-log.tsx"
import { PackageList } from "./package-list.tsx"
import { KIND_NAMES, Status } from "./runtime-columns.tsx"
import styles from "./runtimes.module.css"

interface RuntimeDrawerProps {
  runtime: StudioRuntime
  onDelete: () => Promise<void>
  onClose: () => void
}

/** A runtime: what it is, what is installed in it, whether that is still what is wanted. */
export function RuntimeDrawer({ runtime, onDelete, onClose }: RuntimeDrawerProps) {
  const { name, kind, status, packages = [] } = runtime
  const isOurs = kind === "managed"
  const [newer, setNewer] = useState(false)
  const found = useAnswer("runtimes.check", { name }, { enabled: status === "ready" })
  const checked = useAnswer(
    "runtimes.check",
    { name, newer: "true" },
    { enabled: newer && status === "ready" },
  )
  const making = useMaking(`${name} is up to date.`)
  const update = async () => {
    const file = runtime.requirementsFile ?? ""
    const did = await making.run(() =>
      askingToInstall(
        file,
        folderOf(file),
        async () => (await call("runtimes.update", { query: { name } })).work,
      ),
    )
    if (did) setNewer(false)
  }
  const check = checked.data ?? found.data
  const error = checked.error ?? found.error
  return (
    <Drawer
      open
      onOpenChange={(open) => open || onClose()}
      title={name}
      description={`Python ${runtime.version}`}
      footer={
        isOurs ? (
          <>
            <Button icon={<Trash2 />} onClick={() => void onDelete()}>
              Delete
            </Button>
            {status === "ready" ? (
              <Button
                icon={<SearchCheck />}
                busy={checked.isFetching && "Asking for newer versions…"}
                onClick={() => (newer ? void checked.refetch() : setNewer(true))}
              >
                Check for updates
              </Button>
            ) : null}
            <Button
              data-autofocus
              variant="primary"
              icon={<RefreshCw />}
              busy={making.state === "making" && "Updating…"}
              onClick={() => void update()}
            >
              {status === "ready" ? "Update" : "Make it again"}
            </Button>
          </>
        ) : null
      }
    >
      <div className={styles.parts}>
        {status === "broken" ? (
          <ErrorView
            error={{
              message: "The Python that it was made from is gone.",
              hint: "Make it again from its requirements.",
            }}
          />
        ) : null}
        <MakingLog making={making} doing="Bringing it up to date…" done="It is up to date." />
        {error ? <ErrorView error={error} title="It could not be looked at." /> : null}
        {check ? <CheckBanner check={check} asked={checked.data !== undefined} /> : null}
        <dl className={styles.facts}>
          <Fact name="Status">
            <Status status={status} />
          </Fact>
          <Fact name="Kind">{KIND_NAMES[kind]}</Fact>
          <Fact name="Interpreter">
            <code>{runtime.interpreter}</code>
          </Fact>
          {isOurs ? (
            <>
              <Fact name="Requires">
                {packages.length > 0 ? <code>{packages.join(", ")}</code> : "Nothing"}
              </Fact>
              {runtime.requirementsFile ? (
                <Fact name="From">
                  <code>{runtime.requirementsFile}</code>
                </Fact>
              ) : null}
              <Fact name="Created">
                <DateTime value={runtime.created} />
              </Fact>
              {runtime.updated ? (
                <Fact name="Updated">
                  <DateTime value={runtime.updated} />
                </Fact>
              ) : null}
            </>
          ) : null}
        </dl>
        {check ? <PackageList check={check} /> : null}
        {!check && !error && status === "ready" ? <Skeleton text="Reading its packages…" rows={6} /> : null}
      </div>
    </Drawer>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const folderOf = (file: string) => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".")
