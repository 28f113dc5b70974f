import { useState } from "react"
import { Link } from "wouter"
import { shownTyped } from "../../flow/typed-value.ts"
import type { VariantMetrics } from "../../flow/variant-metrics.ts"
import { Button } from "../../ui/button.tsx"
import { classNames } from "../../ui/class-names.ts"
import { formatNumber } from "../../ui/format.ts"
import styles from "./authoring.module.css"
import own from "./variants.module.css"

/** So many of the metrics are shown at first: an evaluation may log one a class. */
const FIRST_METRICS = 3

/** How good a variant was in its newest run that was measured, with a link to the run. */
export function VariantMeasures({ id, measured }: { id: string; measured: VariantMetrics | undefined }) {
  const [areAll, showAll] = useState(false)
  if (!measured) return <p className={classNames(own.metrics, styles.muted)}>Not evaluated yet</p>
  const all = Object.entries(measured.metrics)
  const more = all.length - FIRST_METRICS
  return (
    <section className={own.metrics} aria-label={`Metrics of ${id}`}>
      <dl>
        {(areAll ? all : all.slice(0, FIRST_METRICS)).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === "number" ? formatNumber(value) : shownTyped(value)}</dd>
          </div>
        ))}
      </dl>
      {more > 0 && (
        <Button size="small" variant="quiet" aria-expanded={areAll} onClick={() => showAll(!areAll)}>
          {areAll ? "Fewer" : `${more} more`}
        </Button>
      )}
      <Link
        href={`/runs/${encodeURIComponent(measured.run)}`}
        aria-label={`The run of these metrics: ${measured.run}`}
      >
        run
      </Link>
    </section>
  )
}
