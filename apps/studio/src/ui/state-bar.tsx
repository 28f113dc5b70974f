import { classNames } from "./class-names.ts"
import { formatNumber } from "./format.ts"
import styles from "./state.module.css"
import { StateDot } from "./state-dot.tsx"
import { STATE_NAMES, STATES, type State } from "./states.ts"

export interface StateBarProps {
  counts: Partial<Record<State, number>>
  /** The state that the table below is filtered by. */
  selected?: State | null
  /** Null where the filter is taken away. Without it the bar only shows. */
  onSelect?: (state: State | null) => void
  /** What is counted: "lines". */
  what?: string
  /** Instead of the figures where there is nothing to count. */
  none?: string
}

/** Counts by state as one bar, with its figures below; both filter. */
export function StateBar({
  counts,
  selected = null,
  onSelect,
  what = "lines",
  none = `No ${what} yet`,
}: StateBarProps) {
  const shown = STATES.filter((state) => (counts[state] ?? 0) > 0)
  const toggle = (state: State) => onSelect?.(selected === state ? null : state)
  return (
    <fieldset className="plain" aria-label={`${what} by state`}>
      <div className={styles.bar} aria-hidden="true">
        {shown.map((state) => (
          <button
            key={state}
            type="button"
            tabIndex={-1}
            disabled={!onSelect}
            className={classNames(styles.segment, styles[state])}
            data-dimmed={(selected && selected !== state) || undefined}
            style={{ flexGrow: counts[state] }}
            onClick={() => toggle(state)}
          />
        ))}
      </div>
      <div className={styles.legend}>
        {shown.map((state) => {
          const content = (
            <>
              <StateDot state={state} label="" />
              <b>{formatNumber(counts[state] ?? 0)}</b>
              {STATE_NAMES[state].toLowerCase()}
            </>
          )
          return onSelect ? (
            <button
              key={state}
              type="button"
              className={styles.entry}
              aria-pressed={selected === state}
              onClick={() => toggle(state)}
            >
              {content}
            </button>
          ) : (
            <span key={state} className={styles.entry}>
              {content}
            </span>
          )
        })}
        {shown.length === 0 ? <span className={styles.entry}>{none}</span> : null}
      </div>
    </fieldset>
  )
}
