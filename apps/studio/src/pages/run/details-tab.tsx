import type { StudioRun } from "@internal/schema/studio"
import type { ReactNode } from "react"
import { Link } from "wouter"
import { flowAddress } from "../../flow/flow-address.ts"
import { durationOf, groupAddress, groupOf, variantOf } from "../../run/run-facts.ts"
import { Card } from "../../ui/card.tsx"
import { DateTime, Duration, None } from "../../ui/figures.tsx"
import { JsonTree } from "../../ui/json-tree.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import styles from "./run.module.css"
import { RunWords } from "./run-words.tsx"

/** Everything that is known of the run, and the words that may be changed. */
export function DetailsTab({ run, evaluations }: { run: StudioRun; evaluations: readonly StudioRun[] }) {
  const group = groupOf(run)
  return (
    <div className={styles.scroll}>
      <div className={styles.cards}>
        <Card title="Name and tags">
          <RunWords key={run.name} run={run} />
        </Card>
        <Card title="Run">
          <dl className={styles.facts2}>
            <Fact label="Name">
              <span className={styles.code}>{run.name}</span>
            </Fact>
            <Fact label="State">
              <StateLabel state={run.state} /> <span className={styles.muted}>({run.status})</span>
            </Fact>
            <Fact label="Flow">
              {run.flow === null ? (
                String(run.properties.flow_path ?? run.flowName)
              ) : (
                <Link href={flowAddress(run.flow)}>{run.flow}</Link>
              )}
            </Fact>
            <Fact label="Variant">{variantOf(run) || <None label="as the flow is" />}</Fact>
            <Fact label="Data">{run.data ? <span className={styles.code}>{run.data}</span> : <None />}</Fact>
            {group === undefined ? null : (
              <Fact label="Bulk test">
                <Link href={groupAddress(group)}>{group}</Link>
              </Fact>
            )}
            {run.run === null ? null : (
              <Fact label="Evaluates">
                <Link href={`/runs/${encodeURIComponent(run.run)}`}>{run.run}</Link>
              </Fact>
            )}
            {run.run === null ? (
              <Fact label="Evaluations">
                {evaluations.length === 0 ? (
                  <None />
                ) : (
                  evaluations.map((one) => (
                    <div key={one.name}>
                      <Link href={`/runs/${encodeURIComponent(one.name)}`}>{one.displayName}</Link>
                    </div>
                  ))
                )}
              </Fact>
            ) : null}
            <Fact label="Created">
              <DateTime value={run.createdOn} seconds />
            </Fact>
            <Fact label="Started">
              <DateTime value={run.startedOn} seconds />
            </Fact>
            <Fact label="Ended">
              <DateTime value={run.endedOn} seconds />
            </Fact>
            <Fact label="Duration">
              <Duration milliseconds={durationOf(run)} />
            </Fact>
          </dl>
        </Card>
        <Card title="Properties">
          <JsonTree value={run.properties} label="Properties" />
        </Card>
      </div>
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}
