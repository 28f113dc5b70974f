import { Popover as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { classNames } from "./class-names.ts"
import styles from "./popup.module.css"

export interface PopoverProps {
  trigger: ReactElement
  /** What it is, for those who hear the page. */
  label: string
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: "start" | "center" | "end"
  side?: "top" | "right" | "bottom" | "left"
  width?: number
}

export function Popover({
  trigger,
  label,
  children,
  open,
  onOpenChange,
  align = "start",
  side = "bottom",
  width,
}: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          className={classNames(styles.popup, styles.panel)}
          style={width ? { width } : undefined}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
export const PopoverClose = Radix.Close
