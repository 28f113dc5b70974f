import { Tabs as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"
import styles from "./tabs.module.css"

export interface Tab<T extends string = string> {
  value: T
  label: ReactNode
  icon?: ReactNode
  /** A figure beside the label. */
  count?: number | string
  disabled?: boolean
}

export interface TabsProps<T extends string> {
  /** What the tabs are of, for those who hear the page. */
  label: string
  value: T
  onChange: (value: T) => void
  tabs: readonly Tab<T>[]
  /** The panel of the chosen tab. */
  children: ReactNode
  /** Right of the tabs: buttons. */
  aside?: ReactNode
  /** The panel takes the height that is left, and scrolls by itself. */
  fill?: boolean
  size?: "medium" | "small"
  className?: string
}

export function Tabs<T extends string>({
  label,
  value,
  onChange,
  tabs,
  children,
  aside,
  fill,
  size = "medium",
  className,
}: TabsProps<T>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className={classNames(fill && styles.fill, className)}
    >
      <div className={styles.bar}>
        <Radix.List className={classNames(styles.list, styles[size])} aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value} disabled={tab.disabled} className={styles.tab}>
              {tab.icon}
              {tab.label}
              {tab.count !== undefined ? <span className={styles.count}>{tab.count}</span> : null}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside ? <div className={styles.aside}>{aside}</div> : null}
      </div>
      <Radix.Content value={value} className={styles.panel} key={value} tabIndex={fill ? 0 : -1}>
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}
