import { call } from "../../api/call.ts"
import { EstimateView, useEstimate } from "../../run/estimate-view.tsx"
import { Banner } from "../../ui/banner.tsx"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { formatCount } from "../../ui/format.ts"
import { NumberField } from "../../ui/number-field.tsx"
import styles from "./bulk-test.module.css"
import type { StepProps } from "./data-step.tsx"
import { runRequest, untrusted } from "./wizard-state.ts"

/** Everything once more, and what it will come to. */
export function ReviewStep({ view, state, change }: StepProps) {
  const estimate = useEstimate(untrusted(view, state), async () => {
    const started = await call("runs.estimate", { body: runRequest(view, state) })
    // it has begun: all of them may run
    change({ evaluations: state.evaluations.map((one) => ({ ...one, trusted: true })) })
    return started
  })
  const rows = state.limit ?? state.preview?.total ?? undefined
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
    ...(view.init.length > 0 ? ([["Arguments", mappingText(state.init)]] as [string, string][]) : []),
    ["Runtime", state.runtime || "Automatic"],
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
          <Button size="small" busy={estimate.isRunning && "Trying rows"} onClick={() => void estimate.ask()}>
            Estimate
          </Button>
        }
      >
        <div className={styles.stack}>
          <EstimateView {...estimate}>
            An estimate runs three rows of each variant, for real
            {state.evaluations.length > 0 ? ", and the evaluations of those." : "."}
          </EstimateView>
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
