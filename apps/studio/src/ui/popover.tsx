import { Popover as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { classNames } from "./class-names.ts"
import styles from "./popup.module.css"
import { popupPlace } from "./popup-place.ts"

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
      <Radix.Portal container={popupPlace()}>
        <Radix.Content
          aria-label={label}
          className={classNames(styles.popup, styles.panel)}
          style={width ? { width } : undefined}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => {
            const first = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(FIELD)
            if (!first) return
            event.preventDefault()
            first.focus()
          }}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
/** Where the keyboard begins, as in a dialog: a button would open its tooltip, which takes the first Escape. */
const FIELD =
  ":is(input:not([type=hidden]), textarea, select, [role=combobox], [role=checkbox]):not(:disabled)"

export const PopoverClose = Radix.Close
