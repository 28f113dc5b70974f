import { ChevronsUpDown } from "lucide-react"
import { Popover } from "radix-ui"
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react"
import { classNames } from "./class-names.ts"
import { OptionList } from "./combobox-options.tsx"
import control from "./control.module.css"
import { Field, type FieldProps } from "./field.tsx"
import { fuzzyFilter } from "./fuzzy.ts"
import popup from "./popup.module.css"
import { popupPlace } from "./popup-place.ts"
import type { Option } from "./select.tsx"

export interface ComboboxProps extends FieldProps {
  value: string
  /** With each letter where free text is allowed, else with a choice. */
  onChange: (value: string) => void
  /** When the value is settled: a choice, Enter, or leaving the field. */
  onCommit?: (value: string) => void
  options: readonly Option[]
  /** What is typed may be no option: references, paths. */
  free?: boolean
  code?: boolean
  placeholder?: string
  disabled?: boolean
  size?: "medium" | "small"
  /** What the list says where nothing matches. */
  empty?: ReactNode
  autoFocus?: boolean
  /** Of free text: what is being typed is the beginning of an option, so Enter takes the first that fits. */
  isBeginning?: (text: string) => boolean
}

/** No list is ever longer than this; who types on finds the rest. */
const SHOWN = 100

/** A text box with a list that what is typed filters. Arrows choose, Enter takes, Escape closes. */
export function Combobox({
  value,
  onChange,
  onCommit,
  options,
  free,
  code,
  placeholder,
  disabled,
  size = "medium",
  empty = "Nothing matches.",
  autoFocus,
  isBeginning = () => false,
  ...field
}: ComboboxProps) {
  const list = useId()
  const box = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState(false)
  /** What is typed since the list opened; null: nothing, so that all options are shown. */
  const [query, setQuery] = useState<string | null>(null)
  const [active, setActive] = useState(-1)
  const labelOf = (option: Option) => option.label ?? option.value
  const chosen = options.find((option) => option.value === value)
  const shown = query ?? (free ? value : chosen ? labelOf(chosen) : value)
  const found = fuzzyFilter(options, query ?? "", labelOf)
  const visible = found.slice(0, SHOWN)

  const show = () => {
    if (disabled || open) return
    setOpen(true)
    setActive(options.findIndex((option) => option.value === value && value !== ""))
  }
  const close = () => {
    setOpen(false)
    setQuery(null)
    setActive(-1)
  }
  const take = (option: Option) => {
    onChange(option.value)
    onCommit?.(option.value)
    close()
  }
  const type = (text: string) => {
    setOpen(true)
    setQuery(text)
    setActive((free && !isBeginning(text)) || text === "" ? -1 : 0)
    if (free) onChange(text)
  }
  const keys = (event: KeyboardEvent) => {
    const last = visible.length - 1
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      if (!open) return show()
      setActive((at) => (event.key === "ArrowDown" ? (at >= last ? 0 : at + 1) : at <= 0 ? last : at - 1))
    } else if (event.key === "Enter") {
      const option = open ? visible[active]?.item : undefined
      if (option && !option.disabled) {
        event.preventDefault()
        take(option)
      } else if (free) {
        onCommit?.(value)
        close()
      }
    } else if (event.key === "Escape" && open) {
      event.preventDefault()
      event.stopPropagation()
      close()
    }
  }
  return (
    <Field {...field}>
      {(props) => (
        <Popover.Root open={open} onOpenChange={(next) => (next ? show() : close())}>
          <Popover.Anchor asChild>
            <span
              ref={box}
              className={classNames(control.box, control[size], field.error && control.invalid)}
              data-disabled={disabled || undefined}
            >
              <input
                {...props}
                role="combobox"
                aria-expanded={open}
                aria-controls={open ? list : undefined}
                aria-autocomplete="list"
                aria-activedescendant={open && visible[active] ? `${list}-${active}` : undefined}
                autoComplete="off"
                spellCheck={false}
                // biome-ignore lint/a11y/noAutofocus: only where the user has just opened it
                autoFocus={autoFocus}
                className={classNames(control.input, code && control.code)}
                value={shown}
                placeholder={placeholder}
                disabled={disabled}
                onChange={(event) => type(event.target.value)}
                onClick={show}
                onKeyDown={keys}
                onBlur={(event) => {
                  if (event.relatedTarget?.closest(`[id="${list}"]`)) return
                  close()
                  if (free) onCommit?.(value)
                }}
              />
              <span className={control.affix}>
                <ChevronsUpDown aria-hidden="true" />
              </span>
            </span>
          </Popover.Anchor>
          <Popover.Portal container={popupPlace()}>
            <Popover.Content
              id={list}
              role="listbox"
              aria-label={typeof field.label === "string" ? field.label : "Options"}
              className={classNames(popup.popup, popup.sized)}
              align="start"
              sideOffset={4}
              collisionPadding={8}
              onOpenAutoFocus={(event) => event.preventDefault()}
              onCloseAutoFocus={(event) => event.preventDefault()}
              onInteractOutside={(event) => {
                if (box.current?.contains(event.target as Node)) event.preventDefault()
              }}
            >
              <OptionList
                id={list}
                found={visible}
                active={active}
                value={value}
                code={code}
                onTake={take}
                onPoint={setActive}
              />
              {found.length === 0 ? (
                <p className={popup.nothing}>{free ? "Free text: no suggestion matches." : empty}</p>
              ) : null}
              {found.length > SHOWN ? (
                <p className={popup.nothing}>{found.length - SHOWN} more: type to find them.</p>
              ) : null}
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
    </Field>
  )
}
