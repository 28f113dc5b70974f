import { ChevronRight } from "lucide-react"
import { Collapsible as Radix } from "radix-ui"
import type { ReactNode } from "react"
import styles from "./card.module.css"
import { classNames } from "./class-names.ts"

export interface CardProps {
  title?: ReactNode
  /** Right of the title. */
  actions?: ReactNode
  /** Without the inner distance: for tables and editors. */
  flush?: boolean
  children?: ReactNode
  className?: string
}

export function Card({ title, actions, flush, children, className }: CardProps) {
  return (
    <section className={classNames(styles.card, className)}>
      {title || actions ? (
        <header className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </header>
      ) : null}
      <div className={flush ? undefined : styles.body}>{children}</div>
    </section>
  )
}

export interface CollapsibleProps {
  /** The line that opens and closes it. */
  title: ReactNode
  /** Right of the title, outside of the button. */
  actions?: ReactNode
  open?: boolean
  defaultOpen?: boolean
  onOpenChange?: (open: boolean) => void
  /** A card of its own, or only a line. */
  look?: "card" | "plain"
  children?: ReactNode
  className?: string
}

export function Collapsible({
  title,
  actions,
  open,
  defaultOpen = true,
  onOpenChange,
  look = "card",
  children,
  className,
}: CollapsibleProps) {
  return (
    <Radix.Root
      open={open}
      defaultOpen={defaultOpen}
      onOpenChange={onOpenChange}
      className={classNames(look === "card" && styles.card, className)}
    >
      <div className={look === "card" ? styles.fold : styles.plain}>
        <Radix.Trigger className={styles.trigger}>
          <ChevronRight aria-hidden="true" className={styles.arrow} />
          {title}
        </Radix.Trigger>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      <Radix.Content className={look === "card" ? styles.folded : undefined}>{children}</Radix.Content>
    </Radix.Root>
  )
}
