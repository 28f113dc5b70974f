import type { ComponentProps, ReactNode } from "react"
import { classNames } from "./class-names.ts"
import styles from "./icon-button.module.css"
import { Ring } from "./ring.tsx"
import { Tooltip } from "./tooltip.tsx"

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  /** Its name, for everybody: read out, and shown as its tooltip. */
  label: string
  icon: ReactNode
  /** Keys that do the same, shown in the tooltip. */
  keys?: string
  variant?: "quiet" | "default" | "primary"
  size?: "medium" | "small"
  /** Of a toggle. */
  pressed?: boolean
  busy?: boolean
  side?: "top" | "right" | "bottom" | "left"
}

export function IconButton({
  label,
  icon,
  keys,
  variant = "quiet",
  size = "medium",
  pressed,
  busy,
  side,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys} side={side}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        aria-busy={busy || undefined}
        className={classNames(styles.button, styles[variant], styles[size], className)}
      >
        {busy ? <Ring /> : icon}
      </button>
    </Tooltip>
  )
}
