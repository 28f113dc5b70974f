import { useState } from "react"
import { ApiFailure } from "../../api/call.ts"
import { useAnswer, useChange } from "../../api/queries.ts"
import { DoctorChecks } from "../../flow/doctor-checks.tsx"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Select } from "../../ui/select.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./settings.module.css"

/** What the doctor finds: of the machine, and of a flow that is chosen. */
export function MachineCard() {
  const [flow, setFlow] = useState("")
  const flows = useAnswer("flows.list").data ?? []
  const { data, error, isFetching, refetch } = useAnswer("doctor", flow === "" ? {} : { flow })
  const trust = useChange("flows.trust", ["doctor"])
  const isAsked = error instanceof ApiFailure && error.code === "FOLDER_UNTRUSTED"
  return (
    <Card
      title="This machine"
      actions={
        <>
          {flows.length > 0 ? (
            <Select
              label="Flow to look at, too"
              hideLabel
              size="small"
              value={flow}
              onChange={setFlow}
              options={[
                { value: "", label: "The machine alone" },
                ...flows.map(({ path }) => ({
                  value: path,
                  label: path === "." ? "The opened folder" : path,
                })),
              ]}
            />
          ) : null}
          <Button size="small" busy={isFetching && "Looking…"} onClick={() => void refetch()}>
            Look again
          </Button>
        </>
      }
    >
      {error ? (
        <ErrorView
          error={error}
          actions={
            isAsked ? (
              <Button busy={trust.isPending && "Allowing…"} onClick={() => trust.mutate({ body: { flow } })}>
                Allow its code to run
              </Button>
            ) : null
          }
        />
      ) : null}
      {data ? <DoctorChecks checks={data} /> : null}
      {!data && !error ? <Skeleton text="Looking at this machine…" rows={4} /> : null}
      <p className={styles.note}>
        The same as <code>millrace doctor{flow === "" ? "" : ` --flow ${flow}`}</code>.
      </p>
    </Card>
  )
}
