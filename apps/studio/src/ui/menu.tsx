import { Check, ChevronRight } from "lucide-react"
import { DropdownMenu as Radix, ContextMenu as RadixContext } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { classNames } from "./class-names.ts"
import { KeyHint } from "./key-hint.tsx"
import styles from "./popup.module.css"
import { popupPlace } from "./popup-place.ts"

export interface MenuAction {
  label: string
  /** A second line. */
  hint?: string
  icon?: ReactNode
  /** Shown at the right; the page handles the keys. */
  keys?: string
  onSelect?: () => void
  danger?: boolean
  disabled?: boolean
  /** Makes it one that is ticked or not. */
  checked?: boolean
  /** One of several is ticked: choosing closes the menu. */
  single?: boolean
  /** Makes it a menu of its own. */
  items?: readonly MenuItem[]
}
/** `null` and `false` are left out, so that an item may hang on a condition. */
export type MenuItem = MenuAction | "separator" | { heading: string } | null | false

export interface MenuProps {
  items: readonly MenuItem[]
  /** A Button or IconButton. */
  trigger: ReactElement
  align?: "start" | "end"
  side?: "top" | "right" | "bottom" | "left"
}

export function Menu({ items, trigger, align = "start", side = "bottom" }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={popupPlace()}>
        <Radix.Content
          className={classNames(styles.popup, styles.menu)}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
        >
          <Items items={items} kit={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** A menu that is open at a place of the window, until something of it is chosen or it is left. */
export function MenuAt({
  at,
  label,
  items,
  onClose,
}: {
  at: { x: number; y: number }
  label: string
  items: readonly MenuItem[]
  onClose(): void
}) {
  return (
    <Radix.Root modal={false} open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Trigger asChild>
        <span aria-hidden="true" style={{ position: "fixed", left: at.x, top: at.y }} />
      </Radix.Trigger>
      <Radix.Portal container={popupPlace()}>
        <Radix.Content
          aria-label={label}
          className={classNames(styles.popup, styles.menu)}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()} // its owner knows where the focus was
        >
          <Items items={items} kit={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Opens on the right button or the menu key over its child. Whatever it offers must be reachable elsewhere too. */
export function ContextMenu({ items, children }: { items: readonly MenuItem[]; children: ReactElement }) {
  return (
    <RadixContext.Root>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal container={popupPlace()}>
        <RadixContext.Content className={classNames(styles.popup, styles.menu)} collisionPadding={8}>
          <Items items={items} kit={RadixContext} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  )
}

/** Both primitives have the same parts. */
type Kit = Pick<
  typeof Radix,
  | "Item"
  | "CheckboxItem"
  | "ItemIndicator"
  | "Separator"
  | "Label"
  | "Sub"
  | "SubTrigger"
  | "SubContent"
  | "Portal"
>

function Items({ items, kit }: { items: readonly MenuItem[]; kit: Kit }) {
  // where some can be ticked, the texts of all begin at one place
  const hasTicks = items.some((item) => isAction(item) && item.checked !== undefined)
  return items.map((item, at) => {
    if (!item) return null
    // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name
    if (item === "separator") return <kit.Separator key={at} className={styles.separator} />
    if ("heading" in item)
      return (
        <kit.Label key={item.heading} className={styles.group}>
          {item.heading}
        </kit.Label>
      )
    return <Action key={item.label} action={item} kit={kit} indent={hasTicks && !item.icon} />
  })
}

const isAction = (item: MenuItem): item is MenuAction =>
  typeof item === "object" && item !== null && "label" in item

function Action({ action, kit, indent }: { action: MenuAction; kit: Kit; indent: boolean }) {
  const { checked, disabled, items, onSelect } = action
  const className = classNames(styles.item, action.danger && styles.danger)
  if (items)
    return (
      <kit.Sub>
        <kit.SubTrigger className={className} disabled={disabled}>
          {indent ? <span className={styles.check} /> : null}
          <Label action={action} />
          <span className={styles.icon}>
            <ChevronRight aria-hidden="true" />
          </span>
        </kit.SubTrigger>
        <kit.Portal container={popupPlace()}>
          <kit.SubContent
            className={classNames(styles.popup, styles.menu)}
            sideOffset={4}
            collisionPadding={8}
          >
            <Items items={items} kit={kit} />
          </kit.SubContent>
        </kit.Portal>
      </kit.Sub>
    )
  if (checked !== undefined)
    return (
      <kit.CheckboxItem
        className={className}
        checked={checked}
        disabled={disabled}
        onSelect={(event) => {
          if (!action.single) event.preventDefault() // several may be ticked one after another
          onSelect?.()
        }}
      >
        <span className={styles.check}>
          <kit.ItemIndicator>
            <Check aria-hidden="true" />
          </kit.ItemIndicator>
        </span>
        <Label action={action} />
      </kit.CheckboxItem>
    )
  return (
    <kit.Item className={className} disabled={disabled} onSelect={onSelect}>
      {indent ? <span className={styles.check} /> : null}
      <Label action={action} />
    </kit.Item>
  )
}

function Label({ action: { icon, label, hint, keys } }: { action: MenuAction }) {
  return (
    <>
      {icon ? <span className={styles.icon}>{icon}</span> : null}
      <span className={styles.text}>
        {label}
        {hint ? <span className={styles.hint}>{hint}</span> : null}
      </span>
      {keys ? (
        <span className={styles.keys}>
          <KeyHint keys={keys} />
        </span>
      ) : null}
    </>
  )
}
