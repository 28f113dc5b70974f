import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"
import styles from "./state.module.css"
import { STATE_NAMES, type State } from "./states.ts"

export interface StateDotProps {
  state: State
  /** Read out instead of the state's name; empty where the name stands beside it. */
  label?: string
  size?: number
}

/** A colour and a shape for each state, so that the colour is never the only sign. */
export function StateDot({ state, label = STATE_NAMES[state], size = 12 }: StateDotProps) {
  return (
    <svg
      className={classNames(styles.dot, styles[state])}
      width={size}
      height={size}
      viewBox="0 0 12 12"
      role="img"
      aria-label={label || undefined}
      aria-hidden={label ? undefined : true}
    >
      {SHAPES[state]}
    </svg>
  )
}

/** The shape with the state's name, or another text, beside it. */
export function StateLabel({ state, children, size }: { state: State; children?: ReactNode; size?: number }) {
  return (
    <span className={styles.label}>
      <StateDot state={state} label="" size={size} />
      <span className={styles[`${state}-text`]}>{children ?? STATE_NAMES[state]}</span>
    </span>
  )
}

const line = { fill: "none", stroke: "currentColor", strokeWidth: 2, strokeLinecap: "round" } as const
const SHAPES: Record<State, ReactNode> = {
  running: (
    <>
      <circle cx="6" cy="6" r="4.5" {...line} strokeWidth="2" strokeOpacity="0.25" />
      <path d="M6 1.5A4.5 4.5 0 0 1 10.5 6" {...line} />
    </>
  ),
  done: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  cached: <circle cx="6" cy="6" r="4" {...line} strokeWidth="1.75" />,
  failed: <path d="m2.5 2.5 7 7m0-7-7 7" {...line} />,
  crashed: <path d="M7 .5 1.8 7h3.1L4.4 11.5 10.2 4.8H7Z" fill="currentColor" />,
  cancelled: <path d="M2 6h8" {...line} strokeWidth="2.5" />,
  interrupted: <path d="M4 2.5v7m4-7v7" {...line} />,
  bypassed: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" />
      <path d="M1.8 7.3 7.3 1.8M3.2 9.8l6.6-6.6M4.9 10.6l5.7-5.7" stroke="currentColor" strokeWidth="1.1" />
    </>
  ),
  stale: <circle cx="6" cy="6" r="4.5" {...line} strokeWidth="1.9" strokeDasharray="0.1 2.73" />,
  waiting: (
    <g fill="currentColor">
      <circle cx="2" cy="6" r="1.2" />
      <circle cx="6" cy="6" r="1.2" />
      <circle cx="10" cy="6" r="1.2" />
    </g>
  ),
}
