import { X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import { type ReactNode, useEffect, useRef } from "react"
import { classNames } from "./class-names.ts"
import styles from "./dialog.module.css"
import { placeOfFocus, returnFocus } from "./focus-return.ts"
import { IconButton } from "./icon-button.tsx"

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** One sentence under the title. */
  description?: ReactNode
  children?: ReactNode
  /** Buttons: the action last. */
  footer?: ReactNode
  /** Left in the footer: what state it is in. */
  note?: ReactNode
  size?: "small" | "medium" | "large" | "full"
  /** Not closed by a click beside it: for forms with typed values. */
  sticky?: boolean
}

export function Dialog(props: DialogProps) {
  return <Layer {...props} className={classNames(styles.dialog, styles[props.size ?? "medium"])} />
}

/** A panel from the right over the page, for wizards and forms. */
export function Drawer(props: DialogProps) {
  return (
    <Layer {...props} className={classNames(styles.drawer, styles[`drawer-${props.size ?? "medium"}`])} />
  )
}

function Layer({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  note,
  sticky,
  className,
}: DialogProps & { className: string }) {
  const before = useRef<Element[]>([])
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content
          className={className}
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            before.current = placeOfFocus()
            const first = firstFocus(event.currentTarget as HTMLElement)
            event.preventDefault()
            first.focus()
            selectName(first)
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            returnFocus(before.current, event.currentTarget as Element | null)
          }}
          onPointerDownOutside={(event) => {
            // the toast region is not part of the page below
            if (sticky || (event.target as HTMLElement).closest("[data-toasts]")) event.preventDefault()
          }}
        >
          <header className={styles.head}>
            <div className={styles.titles}>
              <Radix.Title className={styles.title}>{title}</Radix.Title>
              {description ? (
                <Radix.Description className={styles.description}>{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" icon={<X />} keys="escape" side="left" />
            </Radix.Close>
          </header>
          {children ? <Body>{children}</Body> : null}
          {footer || note ? (
            <footer className={styles.foot} data-part="foot">
              <div className={styles.note}>{note}</div>
              {footer}
            </footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const FOCUSABLE = "a[href], button, input, textarea, select, [tabindex]"

/** What scrolls and has nothing in it that gets the focus gets it itself: its keys scroll. */
function Body({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = body.current
    if (!element) return
    const look = () => {
      const isText = element.querySelector(FOCUSABLE) === null
      if (isText && element.scrollHeight > element.clientHeight) element.tabIndex = 0
      else element.removeAttribute("tabindex")
    }
    look()
    const watch = new ResizeObserver(look)
    watch.observe(element)
    return () => watch.disconnect()
  })
  return (
    <div ref={body} className={styles.body} data-part="body">
      {children}
    </div>
  )
}

/** Where the keyboard begins: at the first field, else at the first button of the footer; the cross is for the end. */
function firstFocus(content: HTMLElement): HTMLElement {
  const field = "input:not([type=hidden]), textarea, select, [role=combobox], [role=radio][aria-checked=true]"
  return (
    content.querySelector<HTMLElement>("[data-autofocus]:not(:disabled)") ??
    content.querySelector<HTMLElement>(`[data-part=body] :is(${field}):not(:disabled)`) ??
    content.querySelector<HTMLElement>("[data-part=foot] button:not(:disabled)") ??
    content.querySelector<HTMLElement>("[data-part=body][tabindex]") ??
    content
  )
}

/** A name that is suggested is typed over: of a path its last part, without the ending. */
function selectName(field: HTMLElement): void {
  if (!(field instanceof HTMLInputElement) || field.type !== "text") return
  const start = field.value.lastIndexOf("/") + 1
  const ending = /(?<=[^/])\.[^./]+$/.exec(field.value)?.index ?? field.value.length
  field.setSelectionRange(start, ending)
}
