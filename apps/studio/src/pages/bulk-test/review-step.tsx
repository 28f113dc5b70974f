import { useState } from "react"
import { call } from "../../api/call.ts"
import { FollowedWork } from "../../api/work.ts"
import { withTrust } from "../../run/with-trust.ts"
import { Banner } from "../../ui/banner.tsx"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Cost, Tokens } from "../../ui/figures.tsx"
import { formatCount, formatNumber } from "../../ui/format.ts"
import { NumberField } from "../../ui/number-field.tsx"
import { Stat, StatRow } from "../../ui/stat.tsx"
import styles from "./bulk-test.module.css"
import type { StepProps } from "./data-step.tsx"
import { runRequest, untrusted } from "./wizard-state.ts"

interface Amount {
  amount: number
  low: number
  high: number
}
/** Of an estimate of the SDK, what is shown. */
interface Estimate {
  lines: number
  sampled: number
  failed: number
  tokens: Amount
  cost: Amount | null
  unknown: string[]
}

/** Everything once more, and what it will come to: three rows are tried for that. */
export function ReviewStep({ view, state, change }: StepProps) {
  const [estimate, setEstimate] = useState<Estimate | "running" | Error>()
  const runs = 1 + state.variants.length
  const rows = state.limit ?? state.preview?.total ?? undefined
  const ask = async () => {
    setEstimate("running")
    try {
      const body = runRequest(view, { ...state, evaluations: [] })
      const started = await withTrust(view.path, () => call("runs.estimate", { body }))
      if (!started) return setEstimate(undefined) // it may not run
      const { result, error } = await new FollowedWork(started.work).outcome
      setEstimate(error ? Object.assign(new Error(error.message), error) : (result as Estimate))
    } catch (thrown) {
      setEstimate(thrown as Error)
    }
  }
  const asked = untrusted(view, state)
  const facts: [string, string][] = [
    ["Flow", view.path],
    [
      "Variants",
      state.variants.length > 0
        ? ["the default", ...state.variants.map((variant) => `${state.node}.${variant}`)].join(", ")
        : "default",
    ],
    ["Data", `${state.data}${rows === undefined ? "" : `, ${formatCount(rows, "row")}`}`],
    ["Inputs", mappingText(state.mapping)],
    ["Runtime", state.runtime || "the one that the flow finds"],
    ...(state.description ? ([["Description", state.description]] as [string, string][]) : []),
    ...(Object.keys(state.tags).length > 0
      ? ([["Tags", Object.entries(state.tags).map(tagText).join(", ")]] as [string, string][])
      : []),
    ...(state.evaluations.length === 0
      ? ([["Evaluations", "none"]] as [string, string][])
      : state.evaluations.map(({ title, mapping, data }): [string, string] => [
          "Evaluation",
          `${title}: ${mappingText(mapping)}${data === "" ? "" : `, with the data ${data}`}`,
        ])),
  ]
  return (
    <>
      {asked.length > 0 && (
        <Banner
          kind="warn"
          title={`The code of ${asked.join(", ")} was not made here`}
          hint="Submitting runs its Python and TypeScript with your rights, and allows that from now on."
        />
      )}
      <Card title="Review">
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={`${name} ${value}`}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card
        title="What it will come to"
        actions={
          <Button size="small" busy={estimate === "running" && "Trying rows"} onClick={() => void ask()}>
            Estimate
          </Button>
        }
      >
        <div className={styles.stack}>
          {estimate instanceof Error && <ErrorView error={estimate} />}
          {estimate !== undefined && estimate !== "running" && !(estimate instanceof Error) ? (
            <StatRow>
              <Stat
                label="Tokens"
                note={`${formatNumber(Math.round(estimate.tokens.low))} to ${formatNumber(Math.round(estimate.tokens.high))}`}
              >
                <Tokens count={Math.round(estimate.tokens.amount)} />
              </Stat>
              <Stat
                label="Cost"
                note={estimate.cost ? undefined : `no price is known for ${estimate.unknown.join(", ")}`}
              >
                <Cost dollars={estimate.cost?.amount} />
              </Stat>
              <Stat label="Lines">{formatNumber(estimate.lines)}</Stat>
              <Stat label="Runs">{runs}</Stat>
              <Stat label="Tried">
                {estimate.failed > 0 ? `${estimate.sampled}, ${estimate.failed} failed` : estimate.sampled}
              </Stat>
            </StatRow>
          ) : (
            <p className={styles.muted}>
              An estimate runs three rows of each variant, for real.
              {state.evaluations.length > 0 ? " What the evaluations come to is not in it." : null}
            </p>
          )}
          <NumberField
            label="Stop before it costs more than, in US dollars"
            hint="Empty: no limit"
            value={state.maxCost ?? null}
            min={0}
            onChange={(maxCost) => change({ maxCost: maxCost ?? undefined })}
          />
        </div>
      </Card>
    </>
  )
}

const tagText = ([name, value]: [string, string]) => (value === "" ? name : `${name}: ${value}`)

function mappingText(mapping: Readonly<Record<string, string>>): string {
  const given = Object.entries(mapping).filter(([, value]) => value !== "")
  return given.map(([name, value]) => `${name} ← ${value}`).join(", ") || "defaults"
}
