import { Tooltip as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { KeyHint } from "./key-hint.tsx"
import { popupPlace } from "./popup-place.ts"
import styles from "./tooltip.module.css"

export interface TooltipProps {
  /** What is shown; the child keeps a name of its own. */
  text: ReactNode
  /** Keys that do the same, as "mod+k". */
  keys?: string
  side?: "top" | "right" | "bottom" | "left"
  children: ReactElement
}

/** Shown on hover and on focus. Never the only place of something needed. */
export function Tooltip({ text, keys, side = "top", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={popupPlace()}>
        <Radix.Content className={styles.tooltip} side={side} sideOffset={6} collisionPadding={8}>
          {text}
          {keys ? <KeyHint keys={keys} /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export const TooltipProvider = Radix.Provider
