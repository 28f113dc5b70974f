import { ChevronRight, Search } from "lucide-react"
import { Dialog } from "radix-ui"
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from "react"
import { placeOfFocus, returnFocus } from "../ui/focus-return.ts"
import { type FuzzyMatch, fuzzyFilter } from "../ui/fuzzy.ts"
import { KeyHint } from "../ui/key-hint.tsx"
import { MatchedText } from "../ui/matched-text.tsx"
import styles from "./command-palette.module.css"
import { useAllCommands } from "./commands.ts"
import type { PaletteItem } from "./palette-items.tsx"

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What there is to go to, beside commands: a hook, called while the palette is open. */
  useItems: () => readonly PaletteItem[]
}

/** Rows of a group: without a query the first of them, with one the best. */
const SOME = 5
const BEST = 20
/** Groups of commands that every page has: what the page itself can do comes before. */
const FRAME = ["Go to", "Everywhere"]

interface Found {
  item: PaletteItem
  match: FuzzyMatch
}

/** All that the page can do and all that there is, found by typing. */
export function CommandPalette({ open, onOpenChange, useItems }: CommandPaletteProps) {
  const before = useRef<Element[]>([])
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.palette}
          aria-describedby={undefined}
          data-passing
          onOpenAutoFocus={() => {
            before.current = placeOfFocus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            returnFocus(before.current, event.currentTarget as Element | null)
          }}
        >
          <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
          <Finder close={() => onOpenChange(false)} useItems={useItems} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Finder({ close, useItems }: { close: () => void } & Pick<CommandPaletteProps, "useItems">) {
  const list = useId()
  const [query, setQuery] = useState("")
  const [active, setActive] = useState(0)
  const current = useRef<HTMLDivElement>(null)
  const commands = useAllCommands()
  const items = useItems()
  const groups = useMemo(() => {
    const able = commands.filter(({ disabled, unlisted, noted }) => !disabled && !unlisted && !noted)
    const ofPage = able.filter(({ group }) => !FRAME.includes(group))
    const [places, everywhere] = FRAME.map((name) => able.filter(({ group }) => group === name))
    const all: PaletteItem[] = [...ofPage, ...(places ?? []), ...items, ...(everywhere ?? [])]
    const found = fuzzyFilter(all, query, ({ label, words }) => (words ? `${label} ${words}` : label))
    return grouped(found, query.trim() === "" ? new Set(able) : undefined)
  }, [commands, items, query])
  const found = groups.flatMap(({ rows }) => rows)
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another is the active one
  useEffect(() => {
    void current.current?.scrollIntoView({ block: "nearest" }) // newer browsers answer a promise
  }, [active])

  const run = (command: PaletteItem | undefined) => {
    if (!command) return
    close()
    // after the palette has given the focus back
    setTimeout(command.run)
  }
  const keys = (event: KeyboardEvent) => {
    const last = found.length - 1
    if (event.key === "ArrowDown") setActive(active >= last ? 0 : active + 1)
    else if (event.key === "ArrowUp") setActive(active <= 0 ? last : active - 1)
    else if (event.key === "Enter") run(found[active]?.item)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles.box}>
        <Search size={16} aria-hidden="true" />
        <input
          role="combobox"
          aria-label="Find a command, a flow, a run"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found[active] ? `${list}-${active}` : undefined}
          className={styles.input}
          placeholder="Find a command, a flow, a node, a run…"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={keys}
        />
      </div>
      <div id={list} role="listbox" aria-label="Commands" className={styles.list} tabIndex={-1}>
        {groups.map(({ name, rows }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of a list box, no fieldset
          <div key={name} role="group" aria-label={name}>
            <div className={styles.group} aria-hidden="true">
              {name}
            </div>
            {rows.map((row) => {
              const at = found.indexOf(row)
              return (
                <Option
                  key={row.item.id}
                  id={`${list}-${at}`}
                  place={at === active ? current : undefined}
                  row={row}
                  onPoint={() => at === active || setActive(at)}
                  onChoose={() => run(row.item)}
                />
              )
            })}
          </div>
        ))}
      </div>
      <p className={styles.nothing} role="status">
        {found.length === 0 ? `Nothing matches “${query}”.` : null}
      </p>
    </>
  )
}

interface OptionProps {
  id: string
  /** Of the active one. */
  place: RefObject<HTMLDivElement | null> | undefined
  row: Found
  onPoint: () => void
  onChoose: () => void
}

function Option({ id, place, row: { item, match }, onPoint, onChoose }: OptionProps) {
  const { label, note, icon, keys } = item
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text box has the keys
    <div
      id={id}
      ref={place}
      role="option"
      tabIndex={-1}
      aria-selected={place !== undefined}
      className={styles.option}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <span className={styles.icon}>{icon ?? <ChevronRight />}</span>
      <span className={styles.title}>
        <MatchedText text={label} ranges={match.ranges.filter(([from]) => from < label.length)} />
      </span>
      {note ? <span className={styles.note}>{note}</span> : null}
      {keys ? <KeyHint keys={keys} /> : null}
    </div>
  )
}

/** Groups in the order of their best, each with its best. `whole` are shown all the same: commands, where nothing is asked. */
function grouped(found: readonly Found[], whole: ReadonlySet<PaletteItem> | undefined) {
  const groups = new Map<string, Found[]>()
  for (const one of found) {
    const rows = groups.get(one.item.group) ?? []
    groups.set(one.item.group, rows)
    if (rows.length < (whole ? SOME : BEST) || whole?.has(one.item)) rows.push(one)
  }
  return [...groups].map(([name, rows]) => ({ name, rows }))
}
